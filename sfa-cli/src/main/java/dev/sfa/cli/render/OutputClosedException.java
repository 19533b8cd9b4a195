package dev.sfa.cli.render;

/** Whoever read stdout has gone ({@code sfa jobs | head -1}): the program ends as one killed by SIGPIPE, with 141. */
public final class OutputClosedException extends RuntimeException {
    public static final int EXIT = 141;

    private static final long serialVersionUID = 1;

    OutputClosedException() {
        super("stdout is closed");
    }
}
