package dev.sfa.cli.command;

import java.util.Locale;

/** How keys are written. */
enum KeyNotation {
    /** {@code A minor}. */
    STANDARD("key"),
    /** {@code 8A}. */
    CAMELOT("camelot"),
    /** {@code 1m}. */
    OPENKEY("open_key");

    private final String field;

    KeyNotation(String field) {
        this.field = field;
    }

    /** The summary's value that is written so. */
    String field() {
        return field;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
