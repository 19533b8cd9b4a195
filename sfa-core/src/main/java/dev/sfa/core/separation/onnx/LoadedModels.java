package dev.sfa.core.separation.onnx;

import dev.sfa.core.separation.Separator;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Keeps models loaded from one separation to the next, since reading one takes seconds and gigabytes. A loaded model
 * serves one separation at a time. At most one waits unused, and only for a while.
 */
public final class LoadedModels implements AutoCloseable {
    private final Duration patience;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "model-unloader");
        thread.setDaemon(true);
        return thread;
    });
    private Loaded waiting;
    private boolean closed;

    private record Key(InstalledModel model, OnnxOptions options) {}

    private record Loaded(Key key, OnnxModel model, long since) {
        Loaded now() {
            return new Loaded(key, model, System.nanoTime());
        }
    }

    /** @param patience how long a model stays loaded that nobody uses */
    public LoadedModels(Duration patience) {
        this.patience = patience;
        long check = Math.max(10, patience.toMillis() / 4);
        timer.scheduleWithFixedDelay(this::unloadIdle, check, check, TimeUnit.MILLISECONDS);
    }

    /** A model for one separation; closing it gives it back. */
    public final class Lease implements AutoCloseable {
        private final Loaded loaded;
        private boolean returned;

        private Lease(Loaded loaded) {
            this.loaded = loaded;
        }

        public Separator separator() {
            return new OnnxSeparator(loaded.model());
        }

        @Override
        public void close() {
            if (!returned) {
                returned = true;
                giveBack(loaded.now());
            }
        }
    }

    /**
     * The model, loaded now unless it was waiting.
     *
     * @throws dev.sfa.core.error.SfaException as {@link OnnxModel#load}
     */
    public Lease borrow(InstalledModel model, OnnxOptions options) {
        Key key = new Key(model, options);
        Loaded found = take();
        if (found != null && found.key().equals(key)) {
            return new Lease(found);
        }
        unload(found); // before the next one takes its memory
        return new Lease(new Loaded(key, OnnxModel.load(model.manifestFile(), options), 0));
    }

    /** Number of models that wait, loaded, for somebody to use them. */
    public synchronized int idle() {
        return waiting == null ? 0 : 1;
    }

    private synchronized Loaded take() {
        Loaded found = waiting;
        waiting = null;
        return found;
    }

    private void giveBack(Loaded loaded) {
        Loaded over;
        synchronized (this) {
            over = closed ? loaded : waiting;
            if (!closed) {
                waiting = loaded;
            }
        }
        unload(over);
    }

    private static void unload(Loaded loaded) {
        if (loaded != null) {
            loaded.model().close();
        }
    }

    private void unloadIdle() {
        Loaded over;
        synchronized (this) {
            if (waiting == null || System.nanoTime() - waiting.since() < patience.toNanos()) {
                return;
            }
            over = take();
        }
        unload(over);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        Loaded over;
        synchronized (this) {
            closed = true;
            over = take();
        }
        unload(over);
    }
}
