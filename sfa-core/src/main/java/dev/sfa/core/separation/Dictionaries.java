package dev.sfa.core.separation;

/** The fixed spectra of the model: combs of harmonics, and the bumps that envelopes are made of. */
final class Dictionaries {
    private Dictionaries() {}

    /**
     * One spectrum per pitch: the main lobes of a Hann window at all harmonics.
     *
     * @param lowest the first pitch, in Hz
     * @param highest no pitch above it, in Hz
     * @param cents from one pitch to the next
     * @param top no harmonic above it, in Hz
     * @param slope the height of harmonic j is {@code j^-slope}
     * @param stretch the width of the lobes, 1 for a steady tone
     */
    static SparseMatrix combs(
            RowLayout layout, double lowest, double highest, double cents, double top, double slope, double stretch) {
        int pitches = 1 + (int) Math.floor(Math.log(highest / lowest) / Math.log(2) * 1200 / cents + 1e-9);
        float[][] combs = new float[pitches][layout.rows()];
        for (int k = 0; k < pitches; k++) {
            double pitch = lowest * Math.pow(2, k * cents / 1200);
            float[] spectrum = new float[layout.bins()];
            for (int j = 1; j * pitch <= top; j++) {
                double centre = j * pitch / layout.binWidth();
                double height = Math.pow(j, -slope);
                int from = (int) Math.max(0, Math.ceil(centre - 2 * stretch));
                int to = (int) Math.min(layout.bins() - 1, Math.floor(centre + 2 * stretch));
                for (int bin = from; bin <= to; bin++) {
                    spectrum[bin] += (float) (height * lobe((bin - centre) / stretch));
                }
            }
            for (int row = 0; row < layout.rows(); row++) {
                combs[k][row] = layout.mean(spectrum, row);
            }
        }
        return new SparseMatrix(combs);
    }

    /** Triangles evenly spaced on the mel scale from 0 to {@code top} Hz; they add up to 1, the last one also above. */
    static SparseMatrix bumps(RowLayout layout, int count, double top) {
        float[][] bumps = new float[count][layout.rows()];
        double step = mel(top) / (count - 1);
        for (int row = 0; row < layout.rows(); row++) {
            double at = Math.min(count - 1, mel(layout.hertz(row)) / step);
            int below = (int) Math.min(count - 2, Math.floor(at));
            bumps[below][row] = (float) (1 - (at - below));
            bumps[below + 1][row] = (float) (at - below);
        }
        return new SparseMatrix(bumps);
    }

    private static double mel(double hertz) {
        return 2595 * Math.log10(1 + hertz / 700);
    }

    private static double lobe(double x) {
        double distance = Math.abs(x);
        if (distance >= 2) {
            return 0;
        }
        if (distance < 1e-6) {
            return 1;
        }
        if (Math.abs(distance - 1) < 1e-6) {
            return 0.5;
        }
        return Math.sin(Math.PI * x) / (Math.PI * x) / (1 - x * x);
    }
}
