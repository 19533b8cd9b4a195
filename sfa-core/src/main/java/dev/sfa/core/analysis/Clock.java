package dev.sfa.core.analysis;

/** A time in a recording, for people. */
final class Clock {
    private Clock() {}

    /** {@code 3:07}, or {@code 1:03:07} from an hour on. */
    static String text(double seconds) {
        long s = (long) seconds;
        return s < 3600
                ? String.format("%d:%02d", s / 60, s % 60)
                : String.format("%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
    }
}
