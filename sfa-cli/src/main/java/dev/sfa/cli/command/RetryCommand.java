package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import dev.sfa.core.protocol.JobView;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sfa retry}. */
@Command
public final class RetryCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @ArgGroup(multiplicity = "1")
    private Which which;

    /** Some, or all of a kind. */
    static final class Which {
        @Parameters(arity = "1..*", paramLabel = "JOB", description = "Ids of jobs, beginnings of them, or @last.")
        private List<String> jobs = List.of();

        @Option(names = "--failed", description = "Every job that failed.")
        private boolean all;
    }

    public RetryCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        ApiClient api = session.api();
        List<String> jobs = which.all ? JobIds.withStatus(api, "failed") : which.jobs;
        if (jobs.isEmpty()) {
            session.remark("No job has failed.");
        }
        return new EachOf<>(session, jobs).act(name -> {
            String id = JobIds.find(api, name).id();
            JobView job = api.post("/api/jobs/" + id + "/retry", null).job();
            if (session.json()) {
                session.line(job.toJson());
            } else {
                session.streams().line(job.id());
            }
        });
    }
}
