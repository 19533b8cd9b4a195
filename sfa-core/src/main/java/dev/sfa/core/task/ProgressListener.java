package dev.sfa.core.task;

/** Hears how far a long computation has come. Called often and from the working thread: must be quick. */
@FunctionalInterface
public interface ProgressListener {
    /** Hears nothing. */
    ProgressListener NONE = (fraction, message) -> {};

    /**
     * @param fraction the part done, 0 to 1, not decreasing; negative when the total is not known
     * @param message what is being done now, a few words for a person ({@code "separating 0:12 of 3:45"})
     */
    void progress(double fraction, String message);

    /** A listener for a stage that covers {@code from} to {@code to} of this one's range. */
    default ProgressListener stage(double from, double to) {
        return (fraction, message) ->
                progress(fraction < 0 ? from : from + (to - from) * Math.min(1, fraction), message);
    }
}
