package dev.sfa.core.analysis;

import java.util.List;

/**
 * A chord, or none.
 *
 * @param root pitch class, 0 is C; -1 for no chord
 */
record Chord(int root, Quality quality) {
    /** No chord sounds. */
    static final Chord NONE = new Chord(-1, Quality.MAJOR);

    private static final List<String> ROOTS = List.of("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B");

    /** What stands on the root. */
    enum Quality {
        MAJOR("maj", 0, 4, 7),
        MINOR("min", 0, 3, 7),
        DOMINANT("7", 0, 4, 7, 10),
        MAJOR_SEVENTH("maj7", 0, 4, 7, 11),
        MINOR_SEVENTH("min7", 0, 3, 7, 10),
        DIMINISHED("dim", 0, 3, 6),
        SUSPENDED("sus4", 0, 5, 7);

        private final String harte;
        private final int[] intervals;

        Quality(String harte, int... intervals) {
            this.harte = harte;
            this.intervals = intervals;
        }

        /** Semitones of its notes above the root. */
        int[] intervals() {
            return intervals.clone();
        }
    }

    /** As C. Harte et al. write it (Symbolic representation of musical chords, 2005): {@code F#:min7}, {@code N}. */
    String harte() {
        return root < 0 ? "N" : ROOTS.get(root) + ":" + quality.harte;
    }
}
