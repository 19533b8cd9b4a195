package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import dev.sfa.cli.render.Amounts;
import dev.sfa.cli.render.ShortId;
import dev.sfa.cli.render.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sfa stem list}. */
@Command
public final class StemListCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Parameters(
            arity = "0..*",
            paramLabel = "TRACK",
            description = "Ids of tracks, or beginnings of them. Without: all tracks.")
    private List<String> tracks = List.of();

    public StemListCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        ApiClient api = session.api();
        List<String> chosen = tracks.isEmpty()
                ? Pages.read(api, "/api/tracks", 0).stream()
                        .map(track -> String.valueOf(track.get("id")))
                        .toList()
                : tracks;
        List<Map<String, Object>> stems = new ArrayList<>();
        int code = new EachOf<>(session, chosen)
                .act(track -> stems.addAll(
                        api.get("/api/tracks/" + ApiClient.id(track) + "/stems").list()));
        if (session.json()) {
            stems.forEach(session::line);
            return code;
        }
        boolean person = session.streams().outTerminal();
        Table table = new Table(session.streams(), session.theme(), "ID", "TRACK", "JOB", "STEM", "SIZE", "FILE")
                .dropping("TRACK", "JOB", "SIZE");
        for (Map<String, Object> stem : stems) {
            table.row(
                    id(stem.get("id"), person),
                    id(stem.get("track_id"), person),
                    id(stem.get("job_id"), person),
                    stem.get("type"),
                    person && stem.get("file_size") instanceof Number size
                            ? Amounts.bytes(size.longValue())
                            : stem.get("file_size"),
                    session.results().path(stem.get("path")));
        }
        table.print();
        if (stems.isEmpty() && person && code == 0) {
            session.remark("There are no stems yet; \"sfa separate\" makes them.");
        }
        return code;
    }

    private static String id(Object id, boolean person) {
        String text = String.valueOf(id);
        return person ? ShortId.of(text) : text;
    }
}
