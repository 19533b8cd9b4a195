package dev.sfa.core.synth;

import static dev.sfa.core.synth.Vowel.AH;
import static dev.sfa.core.synth.Vowel.EE;
import static dev.sfa.core.synth.Vowel.EH;
import static dev.sfa.core.synth.Vowel.OH;

import java.util.List;

/** The notes of the song: A minor with its leading note, one chord a bar, the voice from the third bar on. */
final class Score {
    private static final int[] A_MINOR = {57, 60, 64};
    private static final int[] D_MINOR = {57, 62, 65};
    private static final int[] E_SEVEN = {56, 59, 62, 64};
    private static final int[] F_MAJOR = {57, 60, 65};

    /** The pitches of the chord of every bar; its bass note stands in {@link #ROOTS}. */
    static final int[][] CHORDS = {
        A_MINOR, A_MINOR, A_MINOR, D_MINOR, E_SEVEN, A_MINOR, F_MAJOR, D_MINOR,
        E_SEVEN, A_MINOR, A_MINOR, D_MINOR, E_SEVEN, F_MAJOR, E_SEVEN, A_MINOR
    };

    static final int[] ROOTS = {45, 45, 45, 38, 40, 45, 41, 38, 40, 45, 45, 38, 40, 41, 40, 45};

    static final List<Note> MELODY = List.of(
            new Note(8, 1.5, 69, AH),
            new Note(9.5, 0.5, 71, EH),
            new Note(10, 2, 72, OH),
            new Note(12, 1, 74, AH),
            new Note(13, 1, 72, EH),
            new Note(14, 1.5, 69, AH),
            new Note(16, 1.5, 71, OH),
            new Note(17.5, 0.5, 68, EE),
            new Note(18, 1.5, 64, AH),
            new Note(20, 3, 69, OH),
            new Note(24, 1, 72, AH),
            new Note(25, 1, 72, EH),
            new Note(26, 1.5, 69, OH),
            new Note(28, 1.5, 74, AH),
            new Note(29.5, 0.5, 76, EE),
            new Note(30, 1.5, 74, EH),
            new Note(32, 2, 71, AH),
            new Note(34, 1.5, 68, OH),
            new Note(36, 3, 69, AH),
            new Note(40, 1, 76, AH),
            new Note(41, 1, 74, EH),
            new Note(42, 1.5, 72, OH),
            new Note(44, 1, 74, AH),
            new Note(45, 1, 72, EE),
            new Note(46, 1.5, 69, OH),
            new Note(48, 1, 71, EH),
            new Note(49, 1, 72, AH),
            new Note(50, 1.5, 71, OH),
            new Note(52, 1.5, 72, AH),
            new Note(53.5, 0.5, 69, EH),
            new Note(54, 1.5, 65, OH),
            new Note(56, 2, 68, AH),
            new Note(58, 1.5, 71, EE),
            new Note(60, 4, 69, AH));

    private Score() {}

    /** The chord that sounds at a beat. */
    static int[] chord(double beat) {
        return CHORDS[(int) (beat / DemoSong.BEATS_PER_BAR)];
    }
}
