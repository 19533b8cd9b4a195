package dev.sfa.core.analysis;

import java.util.List;

/**
 * One of the 24 major and minor keys.
 *
 * @param tonic pitch class, 0 is C
 * @param minor or else major
 */
public record MusicalKey(int tonic, boolean minor) {
    private static final List<String> MAJOR_TONICS =
            List.of("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B");
    private static final List<String> MINOR_TONICS =
            List.of("C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B");
    private static final int FIFTH = 7;
    private static final int MINOR_THIRD = 3;

    /** As musicians say it: {@code A minor}, {@code Eb major}. */
    public String standard() {
        return tonicName() + " " + mode();
    }

    /** As it is written in this key: {@code Eb}, {@code F#}. */
    public String tonicName() {
        return (minor ? MINOR_TONICS : MAJOR_TONICS).get(tonic);
    }

    /** {@code major} or {@code minor}. */
    public String mode() {
        return minor ? "minor" : "major";
    }

    /** The place on the Camelot wheel (M. Davis): {@code 8A} is A minor, {@code 8B} C major. */
    public String camelot() {
        return (fifths() + FIFTH) % 12 + 1 + (minor ? "A" : "B");
    }

    /** In Open Key notation: {@code 1m} is A minor, {@code 1d} C major. */
    public String openKey() {
        return fifths() + 1 + (minor ? "m" : "d");
    }

    /** Steps along the circle of fifths from C major and A minor. */
    private int fifths() {
        int major = minor ? tonic + MINOR_THIRD : tonic;
        return major * FIFTH % 12;
    }
}
