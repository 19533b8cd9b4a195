package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import java.io.BufferedReader;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sfa rm}. */
@Command
public final class RemoveCommand implements SfaCommand {
    private final Context context;
    private final BufferedReader answers;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @ArgGroup(multiplicity = "1")
    private Which which;

    /** Some, or all of a kind. */
    static final class Which {
        @Parameters(arity = "1..*", paramLabel = "JOB", description = "Ids of jobs, beginnings of them, or @last.")
        private List<String> jobs = List.of();

        @Option(
                names = "--done",
                description = "Every job that has ended; the stems of the separations among them go, too.")
        private boolean all;
    }

    public RemoveCommand(Context context) {
        this(context, null);
    }

    /** @param answers to the questions; null for those of the terminal */
    RemoveCommand(Context context, BufferedReader answers) {
        this.context = context;
        this.answers = answers;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        ApiClient api = session.api();
        Question question = new Question(session, answers);
        List<String> jobs = which.all ? ended(session, question) : which.jobs;
        return new EachOf<>(session, jobs).act(name -> {
            JobView job = JobIds.find(api, name);
            if (!job.status().isTerminal()) {
                throw new SfaException(
                        ErrorCode.USAGE,
                        "The job " + job.id() + " has not ended; \"sfa cancel\" ends it, then it can be removed.");
            }
            boolean agreed = which.all
                    || !hasStems(job)
                    || question.agrees("Remove the separation of " + new Titles(api).of(job) + " with its stems?");
            if (agreed) {
                api.delete("/api/jobs/" + job.id());
                session.remark("removed " + job.id());
            }
        });
    }

    /** Empty when none has, or when their stems are to stay. */
    private static List<String> ended(Session session, Question question) {
        List<JobView> ended = JobIds.jobs(session.api(), "completed,failed,cancelled");
        if (ended.isEmpty()) {
            session.remark("No job has ended.");
        }
        long separations = ended.stream().filter(RemoveCommand::hasStems).count();
        boolean agreed = separations == 0
                || question.agrees(
                        "Remove " + ended.size() + " jobs, " + separations + " of them separations, with their stems?");
        return agreed ? ended.stream().map(JobView::id).toList() : List.of();
    }

    /** What took a while to make goes with the job. */
    private static boolean hasStems(JobView job) {
        return job.type() == JobType.PROCESSING && job.status() == JobStatus.COMPLETED;
    }
}
