package dev.sfa.core.export;

import java.util.Map;
import java.util.stream.IntStream;

/** The notes of a chord written after C. Harte (Symbolic representation of musical chords, ISMIR 2005). */
final class ChordNotes {
    /** Roots lie from the C below middle C. */
    private static final int LOWEST_ROOT = 48;

    private static final Map<String, int[]> QUALITIES = Map.ofEntries(
            Map.entry("maj", new int[] {0, 4, 7}),
            Map.entry("min", new int[] {0, 3, 7}),
            Map.entry("dim", new int[] {0, 3, 6}),
            Map.entry("aug", new int[] {0, 4, 8}),
            Map.entry("sus2", new int[] {0, 2, 7}),
            Map.entry("sus4", new int[] {0, 5, 7}),
            Map.entry("7", new int[] {0, 4, 7, 10}),
            Map.entry("maj7", new int[] {0, 4, 7, 11}),
            Map.entry("min7", new int[] {0, 3, 7, 10}),
            Map.entry("dim7", new int[] {0, 3, 6, 9}),
            Map.entry("hdim7", new int[] {0, 3, 6, 10}),
            Map.entry("maj6", new int[] {0, 4, 7, 9}),
            Map.entry("min6", new int[] {0, 3, 7, 9}));

    private ChordNotes() {}

    /** MIDI note numbers; none for {@code N} and for what is not a chord. */
    static int[] of(String chord) {
        int colon = chord.indexOf(':');
        String quality = colon < 0 ? "" : chord.substring(colon + 1).replaceFirst("/.*", "");
        int[] intervals = QUALITIES.get(quality);
        if (intervals == null) {
            return new int[0];
        }
        int root = LOWEST_ROOT + Math.floorMod("C D EF G A B".indexOf(chord.charAt(0)), 12);
        for (char accidental : chord.substring(1, colon).toCharArray()) {
            root += accidental == '#' ? 1 : -1;
        }
        int lowest = root;
        return IntStream.of(intervals).map(interval -> lowest + interval).toArray();
    }
}
