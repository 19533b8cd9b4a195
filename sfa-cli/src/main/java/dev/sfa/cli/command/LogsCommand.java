package dev.sfa.cli.command;

import dev.sfa.cli.render.Printable;
import dev.sfa.core.protocol.JobView;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sfa logs}. */
@Command
public final class LogsCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what comes, until the job ends.")
    private boolean follow;

    @Parameters(paramLabel = "JOB", description = "The id of a job, the beginning of one, or @last.")
    private String job;

    public LogsCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() throws IOException {
        Session session = new Session(context, global);
        JobView view = JobIds.find(session.api(), job);
        if (!follow) {
            session.api()
                    .text("/api/jobs/" + view.id() + "/log")
                    .lines()
                    .forEach(line -> session.streams().line(Printable.line(line)));
            return 0;
        }
        new LogTail(session.paths().jobLog(view.id()), session.streams())
                .print(
                        Integer.MAX_VALUE,
                        true,
                        () -> !session.api().job(view.id()).status().isTerminal());
        return 0;
    }
}
