package dev.sfa.core.dsp;

/**
 * Filters that fold a spectrum into pitch classes, C first: bumps around every pitch of a class, at least a semitone wide,
 * weighted towards the fifth octave above 27.5 Hz. After D. Ellis, Chroma feature analysis and synthesis (2007), with
 * the parameters of librosa's {@code filters.chroma}. {@link PitchGrid} applies them.
 */
public final class PitchClasses {
    /** Pitch classes of an octave. */
    public static final int COUNT = 12;

    static final double CENTRE_OCTAVE = 5;
    static final double OCTAVE_WIDTH = 2;
    private static final int A = 9;

    private PitchClasses() {}

    /** Semitones above A0 (27.5 Hz at concert pitch). */
    public static double semitonesAboveA0(double hz, double tuning) {
        return COUNT * Math.log(hz / 27.5) / Math.log(2) - tuning;
    }

    /**
     * The weights of a bin in the twelve classes.
     *
     * @param bin 0 to fftSize / 2
     * @param sampleRate in Hz
     * @param fftSize samples of a frame
     * @param tuning how far the music's A lies above 440 Hz, in semitones
     */
    static double[] weights(int bin, double sampleRate, int fftSize, double tuning) {
        double position = position(bin, sampleRate, fftSize, tuning);
        double width = Math.max(1, position(bin + 1, sampleRate, fftSize, tuning) - position);
        double[] weights = bumps(position, width);
        for (int c = 0; c < COUNT; c++) {
            weights[c] *= octaveWeight(position);
        }
        return weights;
    }

    /** Bin 0 has no pitch; it is put an octave and a half below the first, where it hardly counts. */
    private static double position(int bin, double sampleRate, int fftSize, double tuning) {
        return bin == 0
                ? position(1, sampleRate, fftSize, tuning) - 1.5 * COUNT
                : semitonesAboveA0(bin * sampleRate / fftSize, tuning);
    }

    /**
     * What a tone counts in each class, squares adding up to 1.
     *
     * @param position in semitones above A
     * @param width two standard deviations of a bump, in semitones
     */
    static double[] bumps(double position, double width) {
        double[] bumps = new double[COUNT];
        double squares = 0;
        for (int c = 0; c < COUNT; c++) {
            double bump = Math.exp(-0.5 * Math.pow(2 * around(position - c) / width, 2));
            bumps[(c + A) % COUNT] = bump;
            squares += bump * bump;
        }
        for (int c = 0; c < COUNT; c++) {
            bumps[c] /= Math.sqrt(squares);
        }
        return bumps;
    }

    /** @param semitones above A0 */
    static double octaveWeight(double semitones) {
        return Math.exp(-0.5 * Math.pow((semitones / COUNT - CENTRE_OCTAVE) / OCTAVE_WIDTH, 2));
    }

    /** The distance on the circle of an octave, -6 to 6 semitones. */
    private static double around(double semitones) {
        double turned = (semitones + COUNT / 2.0) % COUNT;
        return (turned < 0 ? turned + COUNT : turned) - COUNT / 2.0;
    }
}
