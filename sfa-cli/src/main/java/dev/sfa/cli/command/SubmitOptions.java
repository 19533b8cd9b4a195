package dev.sfa.cli.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    @Option(
            names = "--retries",
            paramLabel = "N",
            description = "Try again so often after a passing fault; 2 unless set.")
    Integer retries;

    @Option(names = "--batch", paramLabel = "NAME", description = "Count the jobs to a batch, to find them by it.")
    String batch;

    @Option(
            names = "--cancel-on-exit",
            description = "When this command is told to end, or its --timeout passes, cancel its jobs.")
    boolean cancelOnExit;

    @Option(
            names = "--on-finish",
            arity = "1..*",
            paramLabel = "CMD",
            parameterConsumer = RestOfLine.class,
            description = "Run this when a job has ended, without a shell; must come last. It sees SFA_JOB_ID,"
                    + " SFA_JOB_TYPE, SFA_JOB_STATUS and SFA_TRACK_ID.")
    List<String> onFinish = new ArrayList<>();

    @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
    boolean dryRun;
}
