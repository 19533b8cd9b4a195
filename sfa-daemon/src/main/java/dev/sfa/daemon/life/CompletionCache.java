package dev.sfa.daemon.life;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file from which shells complete ids, so that a TAB starts no program: a line each, kind ({@code job}, {@code
 * track}, {@code model}), id and a few words, TABs between them. Written soon after something changed, and whole.
 */
public final class CompletionCache implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(CompletionCache.class);
    private static final long DELAY_MILLIS = 500;
    /** Whoever started the daemon waits for something else than completions. */
    private static final long FIRST_DELAY_MILLIS = 3_000;

    private static final int MOST_CHARACTERS = 60;

    private final Path file;
    private final Supplier<List<Entry>> entries;
    private final AtomicBoolean pending = new AtomicBoolean();
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "completion-cache");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Something to complete.
     *
     * @param words what a person knows it by
     */
    public record Entry(String kind, String id, String words) {
        String line() {
            String text = words == null ? "" : words.replaceAll("\\p{Cntrl}", " ");
            int end = Math.min(text.length(), MOST_CHARACTERS);
            return kind + "\t" + id + "\t" + text.substring(0, end);
        }
    }

    /** @param entries asked for all of them, on the cache's own thread */
    public CompletionCache(Path file, Supplier<List<Entry>> entries) {
        this.file = file;
        this.entries = entries;
    }

    /** Writes what there is, a while after the start. */
    public void start() {
        writer.schedule(this::write, FIRST_DELAY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Returns at once; many changes in a short time lead to one file. */
    public void changed() {
        if (!writer.isShutdown() && pending.compareAndSet(false, true)) {
            writer.schedule(this::write, DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void write() {
        pending.set(false);
        try {
            Files.createDirectories(file.getParent());
            Path aside = file.resolveSibling(file.getFileName() + ".new");
            Files.write(aside, entries.get().stream().map(Entry::line).toList());
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException e) {
            LOG.debug("cannot write {}", file, e);
        }
    }

    @Override
    public void close() {
        writer.shutdownNow();
    }
}
