package dev.sfa.cli.launch;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends the daemon of a state folder, or waits until it has ended by itself. */
public final class DaemonEnd {
    private final LocalDaemon daemon;

    DaemonEnd(LocalDaemon daemon) {
        this.daemon = daemon;
    }

    /**
     * Ends the running daemon: it gets a TERM, on which it stores the state of its jobs and stops.
     *
     * @param force end it at once, as the operating system does; its jobs are run again by the next daemon
     * @param limit how long it may take
     * @return whether there was one
     * @throws SfaException (TRY_LATER) when it still runs after {@code limit}
     */
    public boolean stop(boolean force, Duration limit) {
        Optional<ProcessHandle> process = daemon.process();
        if (process.isEmpty()) {
            return false;
        }
        if (force) {
            process.get().destroyForcibly();
        } else {
            process.get().destroy();
        }
        try {
            process.get().onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new SfaException(
                    ErrorCode.TRY_LATER,
                    "The daemon (process " + process.get().pid() + ") has not ended within " + limit.toSeconds()
                            + " s; \"sfa daemon stop --now\" ends it at once.",
                    e);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return true;
    }

    /** Returns when the daemon's process has ended, however long that takes. */
    public void awaitEnd() {
        try {
            Optional<ProcessHandle> process = daemon.process();
            if (process.isPresent()) {
                process.get().onExit().get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SfaException(
                    ErrorCode.PENDING, "Waiting for the jobs was interrupted; the daemon ends later.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
