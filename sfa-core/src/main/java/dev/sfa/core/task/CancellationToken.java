package dev.sfa.core.task;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells a computation to stop. Loops call {@link #throwIfCancelled()} between blocks; whoever waits on something
 * that does not poll (a child process, a socket) registers an action with {@link #onCancel(Runnable)}.
 */
public final class CancellationToken {
    private final List<Runnable> actions = new ArrayList<>();
    private volatile boolean cancelled;

    /** A handle of a registered action; closing it takes the action back. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    public boolean isCancelled() {
        return cancelled;
    }

    /** @throws CancelledException when cancelled */
    public void throwIfCancelled() {
        if (cancelled) {
            throw new CancelledException();
        }
    }

    /** Cancels, once; runs the registered actions on the calling thread. */
    public void cancel() {
        List<Runnable> toRun;
        synchronized (actions) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            toRun = List.copyOf(actions);
            actions.clear();
        }
        toRun.forEach(Runnable::run);
    }

    /** Runs {@code action} when cancelled; at once if that has happened already. */
    public Registration onCancel(Runnable action) {
        synchronized (actions) {
            if (!cancelled) {
                actions.add(action);
                return () -> {
                    synchronized (actions) {
                        actions.remove(action);
                    }
                };
            }
        }
        action.run();
        return () -> {};
    }
}
