package dev.sfa.cli.output;

/** What to do where a file of that name is already. */
public enum IfExists {
    /** Keep it, and leave the new one where sfa has it. */
    skip,
    /** Put a number behind the new one's name. */
    rename,
    /** Put the new one in its place. */
    overwrite,
    /** Give up, with exit code 73. */
    fail
}
