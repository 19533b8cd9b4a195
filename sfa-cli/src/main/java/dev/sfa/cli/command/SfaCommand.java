package dev.sfa.cli.command;

import java.io.IOException;

/** A command whose options picocli has filled in. */
public interface SfaCommand {
    /**
     * Does it.
     *
     * @return the exit code
     * @throws dev.sfa.core.error.SfaException for what a person can mend
     */
    int run() throws IOException;
}
