package dev.sfa.core.separation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.StringTokenizer;

/**
 * A regression from the {@link MaskFeatures} of a point to the part of each stem in it: one layer of rectified units,
 * whose sum corrects the logarithms of the fit's own masks, made to add up to 1.
 *
 * <p>The numbers are resources. They minimise the squared error of the stems' spectra, every stem of every song
 * counting alike, over 27 songs of 22 to 30 s in twelve styles, composed by chance and played with the General MIDI
 * sounds of FluidR3 and TimGM6mb, voices from words of espeak-ng sung by a channel vocoder, in several stereo widths and
 * balances. The songs of the figures in {@code docs/separation.md} are not among them.
 */
final class MaskNetwork {
    private static final int STEMS = StemEstimate.STEMS;

    /** 16 units. */
    static final MaskNetwork SMALL = load("mask-network.txt");
    /** 48 units, at three times the cost. Other mistakes than the small one's: their mean is better than either. */
    static final MaskNetwork LARGE = load("mask-network-large.txt");

    private final int units;
    /** {@code [unit][feature]}. */
    private final float[][] weights;

    private final float[] bias;
    /** {@code [stem][unit]}. */
    private final float[][] sums;

    private final float[] sumBias;
    /** What the logarithm of the fit's own mask counts. */
    private final float[] own;

    private MaskNetwork(Numbers numbers) {
        this.units = (int) numbers.next();
        this.weights = numbers.matrix(units, MaskFeatures.COUNT);
        this.bias = numbers.line(units);
        this.sums = numbers.matrix(STEMS, units);
        this.sumBias = numbers.line(STEMS);
        this.own = numbers.line(STEMS);
    }

    private static MaskNetwork load(String resource) {
        try (var stream = MaskNetwork.class.getResourceAsStream(resource);
                var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
            StringBuilder text = new StringBuilder();
            reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> text.append(line).append(' '));
            return new MaskNetwork(new Numbers(new StringTokenizer(text.toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Numbers(StringTokenizer tokens) {
        float next() {
            return Float.parseFloat(tokens.nextToken());
        }

        float[] line(int length) {
            float[] line = new float[length];
            for (int i = 0; i < length; i++) {
                line[i] = next();
            }
            return line;
        }

        float[][] matrix(int rows, int columns) {
            float[][] matrix = new float[rows][];
            for (int i = 0; i < rows; i++) {
                matrix[i] = line(columns);
            }
            return matrix;
        }
    }

    /** Works on whole lines of times, for one thread. */
    final class Runner {
        private final int frames;
        private final float[][] hidden;
        private final int[] everyUnit = FreeSpectra.upTo(units);

        Runner(int frames) {
            this.frames = frames;
            this.hidden = new float[units][frames];
        }

        /**
         * @param features {@code [feature][time]}; null where it is the same at all times
         * @param constants {@code [feature]}: those
         * @param masks {@code [stem][time]}, receives parts that add up to 1
         */
        void run(float[][] features, float[] constants, float[][] masks) {
            int[] moving = new int[features.length];
            int count = 0;
            for (int k = 0; k < features.length; k++) {
                if (features[k] != null) {
                    moving[count++] = k;
                }
            }
            int[] index = java.util.Arrays.copyOf(moving, count);
            float[] weight = new float[count];
            for (int u = 0; u < units; u++) {
                float fixed = bias[u];
                for (int k = 0; k < features.length; k++) {
                    fixed += features[k] == null ? weights[u][k] * constants[k] : 0;
                }
                for (int i = 0; i < count; i++) {
                    weight[i] = weights[u][index[i]];
                }
                Lines.sum(hidden[u], features, index, weight, 0, frames);
                rectify(hidden[u], fixed);
            }
            for (int s = 0; s < STEMS; s++) {
                Lines.sum(masks[s], hidden, everyUnit, sums[s], 0, frames);
                raise(masks[s], features[s], own[s], sumBias[s]);
            }
            normalize(masks);
        }

        private void rectify(float[] line, float fixed) {
            for (int t = 0; t < frames; t++) {
                line[t] = Math.max(0, line[t] + fixed);
            }
        }

        private void raise(float[] line, float[] logMask, float factor, float fixed) {
            for (int t = 0; t < frames; t++) {
                line[t] += factor * logMask[t] + fixed;
            }
        }

        private void normalize(float[][] masks) {
            for (int t = 0; t < frames; t++) {
                float most = masks[0][t];
                for (int s = 1; s < STEMS; s++) {
                    most = Math.max(most, masks[s][t]);
                }
                float sum = 0;
                for (int s = 0; s < STEMS; s++) {
                    masks[s][t] = (float) Math.exp(masks[s][t] - most);
                    sum += masks[s][t];
                }
                for (int s = 0; s < STEMS; s++) {
                    masks[s][t] /= sum;
                }
            }
        }
    }
}
