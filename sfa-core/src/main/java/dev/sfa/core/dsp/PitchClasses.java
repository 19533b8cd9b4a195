package dev.sfa.core.dsp;

/**
 * A bank of twelve filters that fold a spectrum into pitch classes, C first: bumps around every pitch of a class, at
 * least a semitone wide, weighted towards the fifth octave above 27.5 Hz. After D. Ellis, Chroma feature analysis and
 * synthesis (2007), with the parameters of librosa's {@code filters.chroma}.
 */
public final class PitchClasses {
    /** Pitch classes of an octave. */
    public static final int COUNT = 12;

    private static final double CENTRE_OCTAVE = 5;
    private static final double OCTAVE_WIDTH = 2;
    private static final int A = 9;
    /** Weights below this part of the largest change no sum by more than a rounding does. */
    private static final float NEGLIGIBLE = 1e-6f;

    private PitchClasses() {}

    /** Semitones above A0 (27.5 Hz at concert pitch). */
    public static double semitonesAboveA0(double hz, double tuning) {
        return COUNT * Math.log(hz / 27.5) / Math.log(2) - tuning;
    }

    /**
     * The filters.
     *
     * @param sampleRate in Hz
     * @param fftSize samples of a frame
     * @param tuning how far the music's A lies above 440 Hz, in semitones
     */
    public static FilterBank filters(double sampleRate, int fftSize, double tuning) {
        double[] position = new double[fftSize];
        for (int bin = 1; bin < fftSize; bin++) {
            position[bin] = semitonesAboveA0(bin * sampleRate / fftSize, tuning);
        }
        // Bin 0 has no pitch; it is put an octave and a half below the first, where it hardly counts.
        position[0] = position[1] - 1.5 * COUNT;
        float[][] rows = new float[COUNT][fftSize / 2 + 1];
        for (int bin = 0; bin <= fftSize / 2; bin++) {
            double width = bin + 1 < fftSize ? Math.max(1, position[bin + 1] - position[bin]) : 1;
            double[] bumps = new double[COUNT];
            double squares = 0;
            for (int c = 0; c < COUNT; c++) {
                double away = around(position[bin] - c);
                bumps[c] = Math.exp(-0.5 * Math.pow(2 * away / width, 2));
                squares += bumps[c] * bumps[c];
            }
            double octave = Math.exp(-0.5 * Math.pow((position[bin] / COUNT - CENTRE_OCTAVE) / OCTAVE_WIDTH, 2));
            for (int c = 0; c < COUNT; c++) {
                float weight = (float) (bumps[c] / Math.sqrt(squares) * octave);
                rows[(c + A) % COUNT][bin] = weight < NEGLIGIBLE ? 0 : weight;
            }
        }
        return FilterBank.of(rows);
    }

    /** The distance on the circle of an octave, -6 to 6 semitones. */
    private static double around(double semitones) {
        double turned = (semitones + COUNT / 2.0) % COUNT;
        return (turned < 0 ? turned + COUNT : turned) - COUNT / 2.0;
    }
}
