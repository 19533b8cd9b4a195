package dev.sfa.core.separation;

import java.util.Locale;

/** The kinds of stems; the wire name is the lower-case name. */
public enum StemType {
    VOCALS,
    DRUMS,
    BASS,
    OTHER,
    GUITAR,
    PIANO;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
