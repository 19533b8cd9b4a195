package dev.sfa.cli.command;

import java.util.Locale;

/** How {@code sfa analyze} prints what it found. */
enum AnalysisFormat {
    /** The summary, a line a value. */
    TEXT,
    /** The feature JSON of {@code docs/analysis.md}, a line a recording. */
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
