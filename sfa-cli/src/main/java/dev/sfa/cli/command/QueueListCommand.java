package dev.sfa.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sfa queue list}. */
@Command
public final class QueueListCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    public QueueListCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        QueueTable.print(session, session.api().get("/api/queues").list());
        return 0;
    }
}
