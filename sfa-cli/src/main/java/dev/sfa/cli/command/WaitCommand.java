package dev.sfa.cli.command;

import dev.sfa.cli.render.JobNames;
import dev.sfa.core.protocol.JobView;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.ArgGroup;
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

    @ArgGroup(multiplicity = "1")
    private Which which;

    /** Some, or those of a batch. */
    static final class Which {
        @Parameters(arity = "1..*", paramLabel = "JOB", description = "Ids of jobs, beginnings of them, or @last.")
        private List<String> jobs = List.of();

        @Option(names = "--batch", paramLabel = "NAME", description = "The jobs of this batch.")
        private String batch;
    }

    public WaitCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        List<JobView> jobs = which.batch == null
                ? JobIds.find(session.api(), which.jobs)
                : JobIds.ofBatch(session.api(), which.batch);
        List<Order> orders = jobs.stream()
                .map(job -> new Order(JobNames.subject(job), null, List.of(job)))
                .toList();
        return new Attachment(session).follow(orders, timeout);
    }
}
