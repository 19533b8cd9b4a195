package dev.sfa.cli.command;

import dev.sfa.core.protocol.JobView;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sfa logs}. */
@Command
public final class LogsCommand implements SfaCommand {
    private static final int POLL_MILLIS = 500;

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

    /** The log of a daemon whose files are not here. */
    private static void poll(Session session, String id) {
        int printed = 0;
        boolean more = true;
        while (more) {
            more = !session.api().job(id).status().isTerminal();
            String log = session.api().text("/api/jobs/" + id + "/log");
            int end = more ? log.lastIndexOf('\n') + 1 : log.length();
            if (end > printed) {
                log.substring(printed, end).lines().forEach(line -> LogTail.say(session, line));
                printed = end;
            }
            if (more) {
                try {
                    Thread.sleep(POLL_MILLIS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    @Override
    public int run() throws IOException {
        Session session = new Session(context, global);
        JobView view = JobIds.find(session.api(), job);
        if (!follow) {
            session.api().text("/api/jobs/" + view.id() + "/log").lines().forEach(line -> LogTail.say(session, line));
            return 0;
        }
        if (session.elsewhere()) {
            poll(session, view.id());
            return 0;
        }
        new LogTail(session.paths().jobLog(view.id()), session)
                .print(
                        Integer.MAX_VALUE,
                        true,
                        () -> !session.api().job(view.id()).status().isTerminal());
        return 0;
    }
}
