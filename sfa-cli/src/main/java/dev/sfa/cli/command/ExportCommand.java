package dev.sfa.cli.command;

import dev.sfa.cli.output.Claims;
import dev.sfa.cli.output.IfExists;
import dev.sfa.cli.output.Placement;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.export.ExportFormat;
import dev.sfa.core.export.ExportOptions;
import dev.sfa.core.export.ExportTrack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sfa export}. */
@Command
public final class ExportCommand implements SfaCommand {
    /** Formats by the names that a user types. */
    enum Target {
        json,
        csv,
        jams,
        audacity,
        rekordbox,
        m3u8,
        midi,
        zip,
        stem
    }

    private static final String STDOUT = "-";

    private final Context context;
    private final Claims claims = new Claims();

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FORMAT",
            description = "json, csv, jams, audacity, rekordbox, m3u8, midi, zip (stems, and all formats of the"
                    + " analysis) or stem (track and stems in one .stem.mp4 file, for Traktor and others).")
    private Target target;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to: a file, a folder, or - for stdout. Unless set, a file named after the track, in"
                    + " this folder.")
    private String output;

    @Option(names = "--frames", description = "csv: one line a frame, instead of one a track.")
    private boolean frames;

    @Option(
            names = "--labels",
            split = ",",
            paramLabel = "WHAT",
            description = "audacity: beats, sections or chords; separated by commas, all unless set.")
    private Set<ExportOptions.Label> labels = Set.of(ExportOptions.Label.values());

    @Option(
            names = "--if-exists",
            paramLabel = "HOW",
            description = "What to do where a file is already: skip, rename, overwrite or fail; overwrite with -o,"
                    + " rename without.")
    private IfExists ifExists;

    @Parameters(arity = "1..*", paramLabel = "TRACK", description = "The id of a track, or the beginning of one.")
    private List<String> tracks;

    public ExportCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() throws IOException {
        Session session = new Session(context, global);
        boolean zip = target == Target.zip;
        boolean stem = target == Target.stem;
        ExportFormat format = zip || stem ? null : ExportFormat.of(target.name());
        ExportOptions options = new ExportOptions(frames, labels);
        if (frames && format != ExportFormat.CSV) {
            throw new SfaException(ErrorCode.USAGE, "--frames is for --to csv.");
        }
        boolean together = zip || tracks.size() == 1 || !stem && format.holdsMany(options);
        if (!together && output != null && !isFolder(output)) {
            throw new SfaException(
                    ErrorCode.USAGE,
                    "A file of " + target + " holds one track; name a folder that is there with -o, or one track.");
        }
        List<LibraryTrack> found =
                tracks.stream().map(id -> LibraryTrack.find(session, id)).toList();
        if (zip) {
            write(session, new ZipExport(session, found)::write, found, "zip");
        } else if (stem && together) {
            LibraryTrack track = found.get(0);
            write(session, new StemExport(session, track)::write, found, StemExport.ENDING);
        } else if (stem) {
            return new EachOf<>(session, found)
                    .act(track ->
                            save(session, new StemExport(session, track)::write, List.of(track), StemExport.ENDING));
        } else if (together) {
            List<ExportTrack> all = found.stream()
                    .map(track -> contents(track, format, options))
                    .toList();
            write(session, out -> format.write(all, options, out), found, format.ending());
        } else {
            return new EachOf<>(session, found).act(track -> {
                List<ExportTrack> one = List.of(track.analysed());
                save(session, out -> format.write(one, options, out), List.of(track), format.ending());
            });
        }
        return 0;
    }

    private ExportTrack contents(LibraryTrack track, ExportFormat format, ExportOptions options) {
        if (format == ExportFormat.M3U8) {
            return track.with(Map.of());
        }
        return format.holdsMany(options) ? track.brief() : track.analysed();
    }

    private void write(Session session, Placement.Writing writing, List<LibraryTrack> found, String ending)
            throws IOException {
        if (STDOUT.equals(output)) {
            session.streams().bytes(writing::writeTo);
        } else {
            save(session, writing, found, ending);
        }
    }

    private void save(Session session, Placement.Writing writing, List<LibraryTrack> found, String ending) {
        IfExists how = ifExists != null ? ifExists : output == null ? IfExists.rename : IfExists.overwrite;
        Path place = new Placement(how, claims).write(writing, place(found, ending));
        if (session.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("path", place.toString());
            json.put("format", target.name());
            json.put("tracks", found.stream().map(LibraryTrack::id).toList());
            session.line(json);
        } else {
            session.streams().line(place.toString());
        }
    }

    private Path place(List<LibraryTrack> found, String ending) {
        if (output != null && !isFolder(output)) {
            return Path.of(output);
        }
        String name = found.size() == 1 ? found.get(0).fileName(ending) : "tracks." + ending;
        return Path.of(output == null ? "" : output).resolve(name);
    }

    private static boolean isFolder(String output) {
        return !output.equals(STDOUT) && (output.endsWith("/") || Files.isDirectory(Path.of(output)));
    }
}
