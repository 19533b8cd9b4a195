package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sfa track show}. */
@Command
public final class TrackShowCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Parameters(paramLabel = "TRACK", description = "The id of a track, or the beginning of one.")
    private String track;

    public TrackShowCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        Map<String, Object> json =
                session.api().get("/api/tracks/" + ApiClient.id(track)).object();
        if (session.json()) {
            session.line(json);
            return 0;
        }
        Facts facts = new Facts();
        json.forEach((name, value) ->
                facts.put(name, name.equals("path") ? session.results().path(value) : value));
        facts.print(session);
        return 0;
    }
}
