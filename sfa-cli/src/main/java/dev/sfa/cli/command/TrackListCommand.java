package dev.sfa.cli.command;

import dev.sfa.cli.render.Amounts;
import dev.sfa.cli.render.ShortId;
import dev.sfa.cli.render.Table;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sfa track list}. */
@Command
public final class TrackListCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "No more than this.")
    private int limit;

    public TrackListCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        List<Map<String, Object>> tracks = Pages.read(session.api(), "/api/tracks", limit);
        if (session.json()) {
            tracks.forEach(session::line);
            return 0;
        }
        boolean person = session.streams().outTerminal();
        Table table = person
                ? new Table(session.streams(), session.theme(), "ID", "ARTIST", "TITLE", "TIME", "FORMAT", "SIZE")
                        .cutting("ARTIST", "TITLE")
                        .dropping("SIZE", "FORMAT", "TIME")
                : new Table(session.streams(), session.theme(), "id", "artist", "title", "duration", "format", "path");
        for (Map<String, Object> track : tracks) {
            String id = String.valueOf(track.get("id"));
            double duration = track.get("duration") instanceof Number seconds ? seconds.doubleValue() : 0;
            if (person) {
                table.row(
                        ShortId.of(id),
                        track.get("artist"),
                        track.get("title"),
                        Amounts.clock(Duration.ofMillis(Math.round(duration * 1_000))),
                        track.get("format"),
                        track.get("file_size") instanceof Number size ? Amounts.bytes(size.longValue()) : "");
            } else {
                table.row(
                        id,
                        track.get("artist"),
                        track.get("title"),
                        track.get("duration"),
                        track.get("format"),
                        session.results().path(track.get("path")));
            }
        }
        table.print();
        if (tracks.isEmpty() && person) {
            session.remark("The library is empty; \"sfa download\" fills it.");
        }
        return 0;
    }
}
