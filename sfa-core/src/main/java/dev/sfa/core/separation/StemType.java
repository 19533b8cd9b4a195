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
    INSTRUMENTAL,
    /** Everything but the one stem that was asked for alone. */
    NO_VOCALS,
    NO_DRUMS,
    NO_BASS,
    NO_OTHER,
    NO_GUITAR,
    NO_PIANO,
    NO_INSTRUMENTAL;

    private static final String WITHOUT = "NO_";

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

    /** Whether it is what is left of a mixture without another stem. */
    public boolean isRest() {
        return name().startsWith(WITHOUT);
    }

    /**
     * What is left of a mixture without this stem.
     *
     * @throws IllegalArgumentException for what is left of another
     */
    public StemType rest() {
        return valueOf(WITHOUT + name());
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
