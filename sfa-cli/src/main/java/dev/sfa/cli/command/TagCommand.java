package dev.sfa.cli.command;

import dev.sfa.cli.local.Recording;
import dev.sfa.cli.render.Printable;
import dev.sfa.core.analysis.Feature;
import dev.sfa.core.analysis.FeatureTree;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.tag.TagChange;
import dev.sfa.core.tag.TagName;
import dev.sfa.core.tag.TagValues;
import dev.sfa.core.tag.Tagger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sfa tag}: the only command that changes a user's file. */
@Command
public final class TagCommand implements SfaCommand {
    /** Groups of tags, by the names that a user types. */
    enum Group {
        bpm("tempo", Feature.TEMPO, TagName.BPM),
        key("key", Feature.KEY, TagName.KEY),
        gain("loudness", Feature.LOUDNESS, TagName.TRACK_GAIN, TagName.TRACK_PEAK);

        private final String found;
        private final Feature feature;
        private final Set<TagName> names;

        Group(String found, Feature feature, TagName... names) {
            this.found = found;
            this.feature = feature;
            this.names = Set.of(names);
        }
    }

    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Option(
            names = "--write",
            split = ",",
            required = true,
            paramLabel = "TAG",
            description = "bpm, key or gain (ReplayGain); separated by commas.")
    private List<Group> groups;

    @Option(names = "--overwrite", description = "Write over what is there; otherwise it stays.")
    private boolean overwrite;

    @Option(names = "--dry-run", description = "Say what would be written, and write nothing.")
    private boolean dryRun;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "An MP3, FLAC, Ogg Vorbis or M4A file; its sound stays as it is.")
    private List<String> files;

    public TagCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        FfmpegTools tools = Recording.tools(session.paths(), session.env());
        Tagger tagger = new Tagger(tools);
        return new EachOf<>(session, files).act(file -> {
            try {
                tag(session, tools, tagger, file);
            } catch (IOException e) {
                throw new SfaException(ErrorCode.FAILED, file + " was left as it is (" + e.getMessage() + ").", e);
            }
        });
    }

    private void tag(Session session, FfmpegTools tools, Tagger tagger, String name) throws IOException {
        if (!(Input.parse(name, false, false) instanceof Input.LocalFile local)) {
            throw new SfaException(ErrorCode.USAGE, name + " is not a file; tags are written into files.");
        }
        Path file = local.path();
        tagger.check(file);
        Set<Feature> features =
                EnumSet.copyOf(groups.stream().map(group -> group.feature).toList());
        Map<String, Object> found =
                Recording.open(file, tools).analyse(features).features();
        Set<TagName> wanted = groups.stream()
                .flatMap(group -> group.names.stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(TagName.class)));
        List<TagChange> changes = tagger.tag(file, TagValues.of(found), wanted, overwrite, dryRun);
        changes.forEach(change -> print(session, name, change));
        FeatureTree tree = new FeatureTree(found);
        for (Group group : EnumSet.copyOf(groups)) {
            if (changes.stream().noneMatch(change -> group.names.contains(change.name()))) {
                session.remark(Printable.line(name + ": no " + group + ", "
                        + tree.text(group.found + ".reason").orElse("it cannot be told") + "."));
            }
        }
    }

    private void print(Session session, String file, TagChange change) {
        if (session.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("file", file);
            json.put("tag", change.name().wireName());
            json.put("before", change.before());
            json.put("after", change.after());
            json.put("outcome", outcome(change));
            session.line(json);
            return;
        }
        Stream<String> cells = Stream.of(
                file,
                change.name().wireName(),
                outcome(change),
                change.after(),
                change.outcome() == TagChange.Outcome.WRITTEN && change.before() != null
                        ? "was " + change.before()
                        : null);
        String gap = session.streams().outTerminal() ? "  " : "\t";
        session.streams()
                .line(cells.filter(Objects::nonNull).map(Printable::line).collect(Collectors.joining(gap)));
    }

    private String outcome(TagChange change) {
        return switch (change.outcome()) {
            case WRITTEN -> dryRun ? "would write" : "written";
            case KEPT -> "kept";
            case SAME -> "there already";
        };
    }
}
