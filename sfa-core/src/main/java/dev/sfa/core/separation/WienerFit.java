package dev.sfa.core.separation;

import dev.sfa.core.task.CancellationToken;

/**
 * Divides spectra by one step of a multichannel Wiener filter (A. A. Nugraha, A. Liutkus and E. Vincent, Multichannel
 * audio source separation with deep neural networks, 2016) over middle and side of each pair of channels, whose first
 * estimate are the masks of {@link StemMasks}, taken as parts of the power: {@code stem_j = p_j R_j C^-1 x}, where {@code
 * p_j} is the stem's power, {@code R_j} its mean covariance by bin, and {@code C = sum_j p_j R_j}.
 */
final class WienerFit implements BlockFit {
    private static final int STEMS = StemEstimate.STEMS;
    private static final double LEAST_POWER = 1e-10;
    private static final double LOADING = 1e-6;
    private static final double LEAST = 1e-12;
    private static final int RANGES = 8;
    /** Frames overlap so much that every second one tells as much of the covariances. */
    private static final int STEP = 2;

    /** As many floats as come from memory at a time. */
    private static final int TILE = 16;

    private final ChannelPairs pairs;
    private final RowLayout layout;
    private final float[][][][] rowMasks;
    /** {@code [pair][stem][bin]}: middle's and side's variance and their covariance, over the power. */
    private final double[][][][] covariance;

    /** @param masks of {@link StemMasks} */
    WienerFit(
            Block block,
            ChannelPairs pairs,
            RowLayout layout,
            float[][][][] masks,
            Workers workers,
            CancellationToken cancellation) {
        this.pairs = pairs;
        this.layout = layout;
        this.rowMasks = masks;
        this.covariance = new double[pairs.list().size()][][][];
        measure(block, workers, cancellation);
    }

    /** The masks by frames and bins. For one thread. */
    private final class FrameMasks {
        /** {@code [middle, side][stem][bin]} of the frame moved to. */
        private final float[][][] masks = new float[2][STEMS][layout.bins()];
        /** Of a few frames {@code [middle, side][stem][frame][row]}: the masks themselves have times side by side. */
        private final float[][][][] tile = new float[rowMasks.length][STEMS][TILE][layout.rows()];

        private int start = -1;

        void moveTo(int t) {
            if (t / TILE * TILE != start) {
                start = t / TILE * TILE;
                turn();
            }
            for (int c = 0; c < tile.length; c++) {
                for (int s = 0; s < STEMS; s++) {
                    stretch(tile[c][s][t - start], masks[c][s]);
                }
            }
        }

        private void turn() {
            for (int c = 0; c < tile.length; c++) {
                for (int s = 0; s < STEMS; s++) {
                    float[][] rows = rowMasks[c][s];
                    for (int f = 0; f < rows.length; f++) {
                        int count = Math.min(TILE, rows[f].length - start);
                        for (int i = 0; i < count; i++) {
                            tile[c][s][i][f] = rows[f][start + i];
                        }
                    }
                }
            }
        }

        private void stretch(float[] rows, float[] bins) {
            int bin = 0;
            for (int f = 0; f < rows.length; f++) {
                // A loop: most rows are one bin.
                for (int end = bin + layout.width(f); bin < end; bin++) {
                    bins[bin] = rows[f];
                }
            }
        }
    }

    private void measure(Block block, Workers workers, CancellationToken cancellation) {
        int frames = block.frames();
        int bins = block.bins();
        int count = pairs.list().size();
        double[][][][][] sums = new double[RANGES][count][STEMS][5][bins];
        workers.run(RANGES, cancellation, r -> {
            Block view = block.view();
            ChannelSpectra spectra = ChannelSpectra.zeros(block.channels(), bins);
            FrameMasks masks = new FrameMasks();
            for (int t = frames * r / RANGES; t < frames * (r + 1) / RANGES; t += STEP) {
                cancellation.throwIfCancelled();
                view.spectra(t, spectra);
                masks.moveTo(t);
                for (int p = 0; p < count; p++) {
                    ChannelPairs.Pair pair = pairs.list().get(p);
                    if (!pair.alone()) {
                        accumulate(pair, spectra, masks.masks, sums[r][p]);
                    }
                }
            }
        });
        for (int p = 0; p < count; p++) {
            covariance[p] = new double[STEMS][4][bins];
            for (int s = 0; s < STEMS; s++) {
                for (int k = 0; k < bins; k++) {
                    double power = LEAST_POWER;
                    for (double[][][][] range : sums) {
                        power += range[p][s][4][k];
                    }
                    for (int i = 0; i < 4; i++) {
                        double sum = 0;
                        for (double[][][][] range : sums) {
                            sum += range[p][s][i][k];
                        }
                        covariance[p][s][i][k] = sum / power;
                    }
                }
            }
        }
    }

    private static void accumulate(
            ChannelPairs.Pair pair, ChannelSpectra spectra, float[][][] masks, double[][][] sums) {
        float[] leftRe = spectra.re()[pair.left()];
        float[] leftIm = spectra.im()[pair.left()];
        float[] rightRe = spectra.re()[pair.right()];
        float[] rightIm = spectra.im()[pair.right()];
        for (int k = 0; k < leftRe.length; k++) {
            double mr = 0.5 * (leftRe[k] + rightRe[k]);
            double mi = 0.5 * (leftIm[k] + rightIm[k]);
            double sr = 0.5 * (leftRe[k] - rightRe[k]);
            double si = 0.5 * (leftIm[k] - rightIm[k]);
            double middle = mr * mr + mi * mi;
            double side = sr * sr + si * si;
            double crossRe = mr * sr + mi * si;
            double crossIm = mi * sr - mr * si;
            for (int s = 0; s < STEMS; s++) {
                double a = masks[0][s][k];
                double b = masks[1][s][k];
                double[][] sum = sums[s];
                double geometric = Math.sqrt(a * b);
                sum[0][k] += a * middle;
                sum[1][k] += b * side;
                sum[2][k] += geometric * crossRe;
                sum[3][k] += geometric * crossIm;
                sum[4][k] += 0.5 * (a * middle + b * side);
            }
        }
    }

    @Override
    public Divider divider() {
        FrameMasks frame = new FrameMasks();
        float[][][] masks = frame.masks;
        return (t, mixture, stems) -> {
            frame.moveTo(t);
            for (int p = 0; p < pairs.list().size(); p++) {
                ChannelPairs.Pair pair = pairs.list().get(p);
                if (pair.alone()) {
                    divideAlone(pair.left(), mixture, masks[0], stems);
                } else {
                    dividePair(pair, mixture, masks, covariance[p], stems);
                }
            }
        };
    }

    private static void divideAlone(int channel, ChannelSpectra mixture, float[][] masks, ChannelSpectra[] stems) {
        for (int k = 0; k < mixture.bins(); k++) {
            for (int s = 0; s < stems.length; s++) {
                float gain = masks[s][k];
                stems[s].re()[channel][k] = gain * mixture.re()[channel][k];
                stems[s].im()[channel][k] = gain * mixture.im()[channel][k];
            }
        }
    }

    private static void dividePair(
            ChannelPairs.Pair pair,
            ChannelSpectra mixture,
            float[][][] masks,
            double[][][] covariance,
            ChannelSpectra[] stems) {
        float[] leftRe = mixture.re()[pair.left()];
        float[] leftIm = mixture.im()[pair.left()];
        float[] rightRe = mixture.re()[pair.right()];
        float[] rightIm = mixture.im()[pair.right()];
        double[] power = new double[STEMS];
        for (int k = 0; k < leftRe.length; k++) {
            double mr = 0.5 * (leftRe[k] + rightRe[k]);
            double mi = 0.5 * (leftIm[k] + rightIm[k]);
            double sr = 0.5 * (leftRe[k] - rightRe[k]);
            double si = 0.5 * (leftIm[k] - rightIm[k]);
            double middle = mr * mr + mi * mi;
            double side = sr * sr + si * si;
            double c00 = 0;
            double c11 = 0;
            double c01r = 0;
            double c01i = 0;
            for (int s = 0; s < STEMS; s++) {
                double a = masks[0][s][k];
                double b = masks[1][s][k];
                double p = 0.5 * (a * middle + b * side);
                power[s] = p;
                c00 += p * covariance[s][0][k];
                c11 += p * covariance[s][1][k];
                c01r += p * covariance[s][2][k];
                c01i += p * covariance[s][3][k];
            }
            double load = LOADING * 0.5 * (c00 + c11) + LEAST;
            c00 += load;
            c11 += load;
            double determinant = c00 * c11 - c01r * c01r - c01i * c01i;
            // y = C^-1 x
            double y0r = (c11 * mr - (c01r * sr - c01i * si)) / determinant;
            double y0i = (c11 * mi - (c01r * si + c01i * sr)) / determinant;
            double y1r = (c00 * sr - (c01r * mr + c01i * mi)) / determinant;
            double y1i = (c00 * si - (c01r * mi - c01i * mr)) / determinant;
            for (int s = 0; s < stems.length; s++) {
                double r00 = covariance[s][0][k];
                double r11 = covariance[s][1][k];
                double rr = covariance[s][2][k];
                double ri = covariance[s][3][k];
                double outMr = power[s] * (r00 * y0r + rr * y1r - ri * y1i);
                double outMi = power[s] * (r00 * y0i + rr * y1i + ri * y1r);
                double outSr = power[s] * (rr * y0r + ri * y0i + r11 * y1r);
                double outSi = power[s] * (rr * y0i - ri * y0r + r11 * y1i);
                stems[s].re()[pair.left()][k] = (float) (outMr + outSr);
                stems[s].im()[pair.left()][k] = (float) (outMi + outSi);
                stems[s].re()[pair.right()][k] = (float) (outMr - outSr);
                stems[s].im()[pair.right()][k] = (float) (outMi - outSi);
            }
        }
    }
}
