package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sfa queue set}. */
@Command
public final class QueueSetCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Parameters(paramLabel = "NAME", description = "download, processing or analysis.")
    private String name;

    @Option(
            names = "--parallel",
            required = true,
            paramLabel = "N",
            description = "How many of its jobs run at once, from 1 to 16.")
    private int parallel;

    public QueueSetCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        Map<String, Object> queue = session.api()
                .post("/api/queues/" + ApiClient.segment(name), Map.of("parallel", parallel))
                .object();
        QueueTable.print(session, List.of(queue));
        session.remark("This lasts until the daemon ends; \"sfa config set queue." + queue.get("name") + " " + parallel
                + "\" is for good.");
        return 0;
    }
}
