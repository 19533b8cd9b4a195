package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sfa queue pause} and {@code sfa queue resume}. */
@Command
public final class QueuePauseCommand implements SfaCommand {
    private final Context context;
    private final boolean pause;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "download, processing or analysis; all three without a name.")
    private List<String> names = new ArrayList<>();

    /** @param pause whether queues are paused; otherwise they are resumed */
    public QueuePauseCommand(Context context, boolean pause) {
        this.context = context;
        this.pause = pause;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        ApiClient api = session.api();
        if (names.isEmpty()) {
            api.get("/api/queues").list().forEach(queue -> names.add(String.valueOf(queue.get("name"))));
        }
        List<Map<String, Object>> changed = new ArrayList<>();
        int code = new EachOf<>(session, names)
                .act(name -> changed.add(api.post("/api/queues/" + ApiClient.segment(name), Map.of("paused", pause))
                        .object()));
        if (!changed.isEmpty()) {
            QueueTable.print(session, changed);
        }
        return code;
    }
}
