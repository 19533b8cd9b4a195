package dev.sfa.cli.command;

import java.util.Locale;

/** How {@code sfa analyze} prints what it found. */
enum AnalysisFormat {
    /** The summary, a line a value. */
    TEXT,
    /** A heading and a line a recording; with {@code --frames} a line a frame. */
    CSV,
    /** The feature JSON of {@code docs/analysis.md}, a line a recording. */
    JSON,
    /** A JAMS document, a line a recording. */
    JAMS;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
