package dev.sfa.core.separation;

import java.util.Locale;
import java.util.Optional;

/** The kinds of stems; the wire name is the lower-case name. */
public enum StemType {
    VOCALS,
    DRUMS,
    BASS,
    OTHER,
    GUITAR,
    PIANO,
    /** Everything but the vocals, of models that know these two only. */
    INSTRUMENTAL;

    /** The stem of this wire name; {@code accompaniment}, Spleeter's word, is {@code instrumental}. */
    public static Optional<StemType> ofWireName(String name) {
        if (name.equals("accompaniment")) {
            return Optional.of(INSTRUMENTAL);
        }
        for (StemType type : values()) {
            if (type.wireName().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
