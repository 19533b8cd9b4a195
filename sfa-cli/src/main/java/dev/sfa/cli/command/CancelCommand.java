package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobView;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sfa cancel}. */
@Command
public final class CancelCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @ArgGroup(multiplicity = "1")
    private Which which;

    /** Some, or all of a kind. */
    static final class Which {
        @Parameters(arity = "1..*", paramLabel = "JOB", description = "Ids of jobs, beginnings of them, or @last.")
        private List<String> jobs = List.of();

        @Option(names = "--batch", paramLabel = "NAME", description = "The jobs of this batch.")
        private String batch;

        @Option(names = "--all", description = "Every job that has not ended.")
        private boolean all;
    }

    public CancelCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        ApiClient api = session.api();
        List<String> jobs = which.all
                ? JobIds.withStatus(api, "queued,downloading,processing")
                : which.batch != null
                        ? JobIds.ofBatch(api, which.batch).stream()
                                .filter(job -> !job.status().isTerminal())
                                .map(JobView::id)
                                .toList()
                        : which.jobs;
        if (jobs.isEmpty()) {
            session.remark("No job is being done.");
        }
        return new EachOf<>(session, jobs).act(name -> {
            String id = JobIds.find(api, name).id();
            JobView job = api.post("/api/jobs/" + id + "/cancel", null).job();
            if (session.json()) {
                session.line(job.toJson());
            } else {
                session.remark(
                        job.status() == JobStatus.CANCELLED || !job.status().isTerminal()
                                ? "cancelled " + job.id()
                                : job.id() + " had ended already ("
                                        + job.status().wireName() + ")");
            }
        });
    }
}
