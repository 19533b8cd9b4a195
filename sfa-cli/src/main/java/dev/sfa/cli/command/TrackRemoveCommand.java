package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sfa track rm}. */
@Command
public final class TrackRemoveCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Parameters(arity = "1..*", paramLabel = "TRACK", description = "Ids of tracks, or beginnings of them.")
    private List<String> tracks;

    public TrackRemoveCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        ApiClient api = session.api();
        Question question = new Question(session);
        return new EachOf<>(session, tracks).act(name -> {
            Map<String, Object> track =
                    api.get("/api/tracks/" + ApiClient.id(name)).object();
            String title = (track.get("artist") == null ? "" : track.get("artist") + " - ") + track.get("title");
            if (question.agrees("Remove " + title + " with its stems and analysis?")) {
                api.delete("/api/tracks/" + ApiClient.id(String.valueOf(track.get("id"))));
                session.remark("removed " + track.get("id"));
            }
        });
    }
}
