package dev.sfa.core.dsp;

/**
 * The discrete Fourier transforms of many overlapping frames of a signal at once. The frames lie side by side, a row a
 * sample or bin, so that every butterfly (radix 2, decimation in time: J. Cooley and J. Tukey, 1965) works on rows, which
 * is a loop the compiler makes vectors of. The real frames are packed as
 * complex ones of half their length (H. Sorensen et al., Real-valued fast Fourier transform algorithms, 1987). In doubles, as
 * librosa's: with floats, what lies 130 dB below a frame's loudest bin, as above the band of a dark recording, would be
 * rounding. Instances hold buffers: one thread each.
 */
public final class FrameFft {
    private final int hop;
    private final int frames;
    private final int half;
    private final double[] window;
    /** Row r of the packed frames holds their samples 2 i and 2 i + 1 with i = order[r]. */
    private final int[] order;

    private final double[] cosines;
    private final double[] sines;
    /** The signal a hop a column: what the frames share is turned over once. */
    private final double[][] columns;

    private final double[][] re;
    private final double[][] im;

    /**
     * @param window as long as a frame, a power of two, at least 4
     * @param hop samples from frame to frame, a part of the frame
     * @param frames transformed at a time, a multiple of 8
     */
    public FrameFft(double[] window, int hop, int frames) {
        int size = window.length;
        if (size < 4 || Integer.bitCount(size) != 1 || hop < 1 || size % hop != 0 || frames % 8 != 0) {
            throw new IllegalArgumentException(frames + " frames of " + size + " samples every " + hop);
        }
        this.window = window.clone();
        // Halved, as the spectra of even and odd samples are half of sums.
        scale(this.window, 0.5);
        this.hop = hop;
        this.frames = frames;
        this.half = size / 2;
        this.order = new int[half];
        this.cosines = new double[half];
        this.sines = new double[half];
        int bits = Integer.numberOfTrailingZeros(half);
        for (int i = 0; i < half; i++) {
            order[i] = Integer.reverse(i) >>> (Integer.SIZE - bits);
            cosines[i] = Math.cos(Math.PI * i / half);
            sines[i] = -Math.sin(Math.PI * i / half);
        }
        this.columns = new double[hop][frames + size / hop - 1];
        this.re = new double[half][frames];
        this.im = new double[half][frames];
    }

    /** Bins of a frame, half its length and one. */
    public int bins() {
        return half + 1;
    }

    /** Samples that {@link #load} takes: those of all frames. */
    public int span() {
        return (frames - 1) * hop + 2 * half;
    }

    /** Takes the frames that begin at sample {@code from + t * hop} and transforms them. */
    public void load(float[] signal, int from) {
        turn(signal, from);
        for (int r = 0; r < half; r++) {
            load(2 * order[r], re[r]);
            load(2 * order[r] + 1, im[r]);
        }
        for (int span = 1; span < half; span *= 2) {
            int step = half / span;
            for (int j = 0; j < span; j++) {
                double c = cosines[j * step];
                double s = sines[j * step];
                for (int r = j; r < half; r += 2 * span) {
                    butterfly(re[r], im[r], re[r + span], im[r + span], c, s);
                }
            }
        }
        unpack();
    }

    /** {@code columns[j][c]} is sample {@code from + c * hop + j}. */
    private void turn(float[] signal, int from) {
        int width = columns[0].length;
        int c = 0;
        for (; c + 8 <= width; c += 8) {
            int at = from + c * hop;
            for (int j = 0; j < hop; j++) {
                double[] column = columns[j];
                column[c] = signal[at + j];
                column[c + 1] = signal[at + hop + j];
                column[c + 2] = signal[at + 2 * hop + j];
                column[c + 3] = signal[at + 3 * hop + j];
                column[c + 4] = signal[at + 4 * hop + j];
                column[c + 5] = signal[at + 5 * hop + j];
                column[c + 6] = signal[at + 6 * hop + j];
                column[c + 7] = signal[at + 7 * hop + j];
            }
        }
        for (; c < width; c++) {
            for (int j = 0; j < hop; j++) {
                columns[j][c] = signal[from + c * hop + j];
            }
        }
    }

    private void load(int sample, double[] row) {
        System.arraycopy(columns[sample % hop], sample / hop, row, 0, frames);
        scale(row, window[sample]);
    }

    private static void scale(double[] row, double factor) {
        for (int t = 0; t < row.length; t++) {
            row[t] *= factor;
        }
    }

    /** Small as it is: of longer loops the compiler makes no vectors. */
    private static void butterfly(double[] ar, double[] ai, double[] br, double[] bi, double c, double s) {
        for (int t = 0; t < ar.length; t++) {
            double re = br[t] * c - bi[t] * s;
            double im = br[t] * s + bi[t] * c;
            double r = ar[t];
            double i = ai[t];
            ar[t] = r + re;
            br[t] = r - re;
            ai[t] = i + im;
            bi[t] = i - im;
        }
    }

    /**
     * From the bins of the packed frames to those of the real ones, where they are: {@code X[k] = E[k] + w^k O[k]} of the
     * spectra of the even and the odd samples, and {@code X[half - k]} is the conjugate of their difference.
     */
    private void unpack() {
        ends(re[0], im[0]);
        for (int k = 1; k < half / 2; k++) {
            int mirrored = half - k;
            double[] evenRe = re[k];
            double[] evenIm = im[k];
            double[] oddIm = re[mirrored];
            double[] oddRe = im[mirrored];
            sumAndDifference(evenRe, oddIm);
            differenceAndSum(evenIm, oddRe);
            join(evenRe, evenIm, oddRe, oddIm, cosines[k], sines[k]);
            re[mirrored] = oddRe;
            im[mirrored] = oddIm;
        }
        // In the middle w is -j: twice the conjugate of what is packed, as the window is halved.
        scale(re[half / 2], 2);
        scale(im[half / 2], -2);
    }

    /** The first and the last bin, both real, take the first's place. */
    private static void ends(double[] re, double[] im) {
        for (int t = 0; t < re.length; t++) {
            double first = 2 * (re[t] + im[t]);
            im[t] = 2 * (re[t] - im[t]);
            re[t] = first;
        }
    }

    private static void sumAndDifference(double[] a, double[] b) {
        for (int t = 0; t < a.length; t++) {
            double x = a[t];
            a[t] = x + b[t];
            b[t] = b[t] - x;
        }
    }

    private static void differenceAndSum(double[] a, double[] b) {
        for (int t = 0; t < a.length; t++) {
            double x = a[t];
            a[t] = x - b[t];
            b[t] = b[t] + x;
        }
    }

    private static void join(double[] ar, double[] ai, double[] br, double[] bi, double c, double s) {
        for (int t = 0; t < ar.length; t++) {
            double re = br[t] * c - bi[t] * s;
            double im = br[t] * s + bi[t] * c;
            double r = ar[t];
            double i = ai[t];
            ar[t] = r + re;
            br[t] = r - re;
            ai[t] = i + im;
            bi[t] = im - i;
        }
    }

    /**
     * Squared magnitudes of the frames loaded.
     *
     * @param power receives {@link #bins()} rows of a value a frame
     */
    public void power(float[][] power) {
        squares(re[0], power[0]);
        squares(im[0], power[half]);
        for (int k = 1; k < half; k++) {
            squares(re[k], im[k], power[k]);
        }
    }

    private static void squares(double[] x, float[] out) {
        for (int t = 0; t < out.length; t++) {
            out[t] = (float) (x[t] * x[t]);
        }
    }

    private static void squares(double[] re, double[] im, float[] out) {
        for (int t = 0; t < out.length; t++) {
            out[t] = (float) (re[t] * re[t] + im[t] * im[t]);
        }
    }

    /**
     * The real parts of the frames loaded, {@code X[k] = sum over i of x[i] exp(-2 pi j i k / n)}, in a row of a value a
     * frame, to be left as they are.
     *
     * @param bin above 0 and below half a frame
     */
    public double[] re(int bin) {
        return re[bin];
    }

    /** The imaginary parts, as {@link #re}. */
    public double[] im(int bin) {
        return im[bin];
    }
}
