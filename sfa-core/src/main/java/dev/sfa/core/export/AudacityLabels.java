package dev.sfa.core.export;

import dev.sfa.core.analysis.FeatureTree;
import dev.sfa.core.export.ExportOptions.Label;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Beats as points named by bar and beat, sections and chords as ranges, by time. */
final class AudacityLabels {
    private record Line(double start, double end, String text) {}

    private final ExportTrack track;
    private final Set<Label> wanted;

    AudacityLabels(ExportTrack track, Set<Label> wanted) {
        this.track = track;
        this.wanted = wanted;
    }

    String text() {
        FeatureTree features = track.tree();
        List<Line> lines = new ArrayList<>();
        if (wanted.contains(Label.sections)) {
            lines.addAll(ranges(features, "structure.sections", "label"));
            features.objects("structure.cues").forEach(cue -> {
                double time = cue.number("time").orElse(0.0);
                lines.add(new Line(time, time, cue.text("name").orElse("cue")));
            });
        }
        if (wanted.contains(Label.chords)) {
            lines.addAll(ranges(features, "chords.segments", "chord"));
        }
        if (wanted.contains(Label.beats)) {
            for (Beat beat : Beat.of(features)) {
                String name = beat.position() == 0 ? "beat" : beat.bar() + "." + beat.position();
                lines.add(new Line(beat.time(), beat.time(), name));
            }
        }
        // A stable sort: a section stands before the chord and the beat with which it begins.
        lines.sort(Comparator.comparingDouble(Line::start));
        return lines.stream().map(AudacityLabels::line).collect(Collectors.joining());
    }

    private static List<Line> ranges(FeatureTree features, String path, String name) {
        return features.objects(path).stream()
                .map(range -> new Line(
                        range.number("start").orElse(0.0),
                        range.number("end").orElse(0.0),
                        range.text(name).orElse("")))
                .toList();
    }

    private static String line(Line line) {
        return String.format(
                Locale.ROOT,
                "%.6f\t%.6f\t%s\n",
                line.start(),
                line.end(),
                line.text().replaceAll("\\p{Cntrl}", " "));
    }
}
