package dev.sfa.cli.command;

import dev.sfa.cli.render.JobNames;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sfa wait}. */
@Command
public final class WaitCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "Wait no longer than this (90s, 5m, 1h). Exit code 124.")
    private Duration timeout;

    @Parameters(arity = "1..*", paramLabel = "JOB", description = "Ids of jobs, beginnings of them, or @last.")
    private List<String> jobs;

    public WaitCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        List<Order> orders = JobIds.find(session.api(), jobs).stream()
                .map(job -> new Order(JobNames.subject(job), null, List.of(job)))
                .toList();
        return new Attachment(session).follow(orders, timeout);
    }
}
