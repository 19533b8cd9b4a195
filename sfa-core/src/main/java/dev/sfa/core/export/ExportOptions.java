package dev.sfa.core.export;

import java.util.Set;

/**
 * What of a track is exported, where a format leaves the choice.
 *
 * @param frames CSV: one line a frame, instead of one a track
 * @param labels Audacity: what gets labels
 */
public record ExportOptions(boolean frames, Set<Label> labels) {
    /** What can have labels. */
    public enum Label {
        beats,
        sections,
        chords
    }

    /** A line a track; all labels. */
    public static final ExportOptions USUAL = new ExportOptions(false, Set.of(Label.values()));

    public ExportOptions {
        labels = Set.copyOf(labels);
    }
}
