package dev.sfa.core.task;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells a computation to stop. Loops call {@link #throwIfCancelled()} between blocks; whoever waits on something
 * that does not poll (a child process, a socket) registers an action with {@link #onCancel(Runnable)}.
 */
public final class CancellationToken {
    private final List<Runnable> actions = new ArrayList<>();
    private final Consumer<ProcessHandle> programs;
    private volatile boolean cancelled;

    public CancellationToken() {
        this(program -> {});
    }

    /** @param programs hears of each external program that the computation starts */
    public CancellationToken(Consumer<ProcessHandle> programs) {
        this.programs = programs;
    }

    /** Says that the computation has started a program, which may outlive it if nobody takes care. */
    public void started(ProcessHandle program) {
        programs.accept(program);
    }

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

    /**
     * Cancels, once; runs the registered actions on the calling thread, all of them, whatever one throws. One that is taken back
     * in the same moment may run yet.
     */
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
        RuntimeException failure = null;
        for (Runnable action : toRun) {
            try {
                action.run();
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
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
