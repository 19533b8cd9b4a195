package dev.sfa.core.analysis;

import dev.sfa.core.dsp.PitchClasses;
import java.util.List;

/**
 * Pitch classes for harmony: partials folded into classes, tuned, each also counting a little for the notes it may be a
 * harmonic of (E. Gomez, Tonal description of polyphonic audio for music content processing, 2006). Rows of a frame:
 * C to B, summing to 1, or zeros where nothing sounds.
 *
 * @param tuning in semitones above A = 440 Hz, -0.5 to 0.5
 * @param treble {@code [frame][class]} of all partials
 * @param bass {@code [frame][class]} of those below 200 Hz
 * @param loudness of every frame: root of the summed squared amplitudes
 */
record Harmony(double tuning, float[][] treble, float[][] bass, float[] loudness) {
    private static final int CLASSES = PitchClasses.COUNT;
    /** Semitones above A0 of what is called bass: below 200 Hz. */
    private static final double BASS = 34;
    /** Semitones of the harmonics 2 to 5 above the first. */
    private static final double[] HARMONICS = {12, 19.01955, 24, 27.86314};

    private static final double DECAY = 0.6;
    /** Frames at both ends that reach beyond the recording: there even a constant has partials. */
    private static final int EDGE = 2;

    private static final int LONG = 4 * EDGE;
    private static final int A = 9;

    static Harmony of(List<HarmonicPeaks.Partials> frames) {
        double tuning = tuning(frames);
        float[][] treble = new float[frames.size()][CLASSES];
        float[][] bass = new float[frames.size()][CLASSES];
        float[] loudness = new float[frames.size()];
        int edge = frames.size() > LONG ? EDGE : 0;
        for (int t = edge; t < treble.length - edge; t++) {
            HarmonicPeaks.Partials partials = frames.get(t);
            double squares = 0;
            for (int i = 0; i < partials.pitches().length; i++) {
                double pitch = partials.pitches()[i] - tuning;
                double amplitude = partials.amplitudes()[i];
                squares += amplitude * amplitude;
                double weight = Math.sqrt(amplitude);
                fold(treble[t], pitch, weight);
                double harmonic = weight;
                for (double above : HARMONICS) {
                    harmonic *= DECAY;
                    fold(treble[t], pitch - above, harmonic);
                }
                if (pitch < BASS) {
                    fold(bass[t], pitch, amplitude);
                }
            }
            loudness[t] = (float) Math.sqrt(squares);
            normalise(treble[t]);
            normalise(bass[t]);
        }
        return new Harmony(tuning, treble, bass, loudness);
    }

    /** The mean of all frames, weighted by loudness. */
    double[] meanTreble() {
        double[] mean = new double[CLASSES];
        for (int t = 0; t < treble.length; t++) {
            for (int c = 0; c < CLASSES; c++) {
                mean[c] += (double) loudness[t] * treble[t][c];
            }
        }
        return mean;
    }

    /** Whether there is any pitch at all. */
    boolean sounds() {
        for (float l : loudness) {
            if (l > 0) {
                return true;
            }
        }
        return false;
    }

    /** The angle of the mean of all partials' positions on the circle of a semitone. */
    private static double tuning(List<HarmonicPeaks.Partials> frames) {
        double x = 0;
        double y = 0;
        for (HarmonicPeaks.Partials partials : frames) {
            for (int i = 0; i < partials.pitches().length; i++) {
                double angle = 2 * Math.PI * partials.pitches()[i];
                x += partials.amplitudes()[i] * Math.cos(angle);
                y += partials.amplitudes()[i] * Math.sin(angle);
            }
        }
        return x == 0 && y == 0 ? 0 : Math.atan2(y, x) / (2 * Math.PI);
    }

    /** Between two classes, by the square of the cosine of the distance. */
    private static void fold(float[] classes, double pitch, double weight) {
        double below = Math.floor(pitch);
        double part = pitch - below;
        double near = Math.cos(part * Math.PI / 2);
        int c = Math.floorMod((int) below + A, CLASSES);
        classes[c] += (float) (weight * near * near);
        classes[(c + 1) % CLASSES] += (float) (weight * (1 - near * near));
    }

    private static void normalise(float[] classes) {
        float sum = 0;
        for (float c : classes) {
            sum += c;
        }
        for (int i = 0; i < classes.length && sum > 0; i++) {
            classes[i] /= sum;
        }
    }

    /**
     * The pitch classes from each beat to the next, weighted towards the middle between them.
     *
     * @param beats in frames
     * @param rate of those frames, a second
     * @return one row fewer than beats
     */
    double[][] beatwise(double[] beats, double rate) {
        return between(treble, beats, rate);
    }

    /**
     * The classes of {@code rows} (treble or bass) from each time to the next, weighted by loudness and towards the
     * middle between them.
     *
     * @param times in units of which there are {@code rate} a second
     * @return one row fewer than times
     */
    double[][] between(float[][] rows, double[] times, double rate) {
        double[][] means = new double[Math.max(0, times.length - 1)][CLASSES];
        for (int i = 0; i < means.length; i++) {
            double from = times[i] / rate * HarmonicPeaks.rate();
            double to = times[i + 1] / rate * HarmonicPeaks.rate();
            double middle = (from + to) / 2;
            double reach = Math.max(1, (to - from) / 2);
            for (int t = (int) Math.ceil(middle - reach); t <= middle + reach; t++) {
                if (t >= 0 && t < rows.length) {
                    double weight = loudness[t] * (1.05 - Math.abs(t - middle) / reach);
                    for (int c = 0; c < CLASSES; c++) {
                        means[i][c] += weight * rows[t][c];
                    }
                }
            }
        }
        return means;
    }
}
