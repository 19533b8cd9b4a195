package dev.sfa.core.task;

/** Thrown out of a computation whose {@link CancellationToken} was cancelled. */
public final class CancelledException extends RuntimeException {
    public CancelledException() {
        super("cancelled");
    }
}
