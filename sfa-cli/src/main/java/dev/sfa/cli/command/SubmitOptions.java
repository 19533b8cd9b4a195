package dev.sfa.cli.command;

import java.time.Duration;
import picocli.CommandLine.Option;

/** The options of commands that make jobs. */
final class SubmitOptions {
    @Option(
            names = {"-d", "--detach"},
            description = "Do not wait: print one job id a line.")
    boolean detach;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "Wait no longer than this (90s, 5m, 1h); the job goes on. Exit code 124.")
    Duration timeout;

    @Option(names = "--force", description = "Do it again even if the result is there.")
    boolean force;

    @Option(names = "--priority", paramLabel = "N", description = "Higher goes first; 0 unless set.")
    int priority;

    @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
    boolean dryRun;
}
