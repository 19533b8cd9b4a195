package dev.sfa.core.tool;

/** What the exit code of an external program tells. */
public final class ExitCode {
    /** 128 and the number of SIGKILL: somebody killed it, or the system did, which lacked memory. */
    public static final int KILLED = 137;

    /** 128 and the number of SIGTERM. */
    private static final int TERMINATED = 143;

    private ExitCode() {}

    /** Whether it was made to end by somebody else, and not by what it was given. */
    public static boolean isKilled(int exit) {
        return exit == KILLED || exit == TERMINATED;
    }
}
