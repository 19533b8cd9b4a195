package dev.sfa.core.separation;

import java.util.Arrays;

/**
 * A part of the model that is a pitch times an envelope: {@code part = (combs * notes) .* (bumps * envelope)}, in the
 * middle, with a fixed little of it at the side. The envelope changes in time or not.
 */
final class Pitched {
    private static final float LEAST = Scene.LEAST;

    private final SparseMatrix combs;
    private final SparseMatrix bumps;
    private final float[] zone;
    private final float side;
    /** Rows that a comb reaches. */
    private final int rows;

    private final int frames;
    private final float[][] notes;
    private final float[][] harmonics;
    private final float[][] part;
    /** Changing in time: {@code [bump][time]} and {@code [row][time]}. Else one column each. */
    private final float[][] envelope;

    private final float[][] shape;
    private final boolean moving;
    private final float[][] first;
    private final float[][] second;
    private final float[][] numerator;
    private final float[][] denominator;
    /** Where notes are not 0, once that is little: {@code [pitch][from, to, from, to ...]}. */
    private int[][] sounding;

    Pitched(SparseMatrix combs, SparseMatrix bumps, float[] zone, float side, int frames, boolean moving) {
        this.combs = combs;
        this.bumps = bumps;
        this.zone = zone;
        this.side = side;
        this.rows = combs.usedRows();
        this.frames = frames;
        this.moving = moving;
        this.notes = new float[combs.columns()][frames];
        this.harmonics = new float[combs.rows()][frames];
        this.part = new float[combs.rows()][frames];
        this.envelope = new float[bumps.columns()][moving ? frames : 1];
        this.shape = new float[combs.rows()][moving ? frames : 1];
        this.first = new float[combs.rows()][frames];
        this.second = moving ? new float[combs.rows()][frames] : null;
        int lines = Math.max(combs.columns(), bumps.columns());
        this.numerator = new float[lines][frames];
        this.denominator = new float[lines][frames];
    }

    /** How much of the part is in a channel: all of it in the middle. */
    float spread(int channel) {
        return channel == 0 ? 1 : side;
    }

    float[][] part() {
        return part;
    }

    /** The part in a channel; the middle's is the part itself. */
    float[][] part(int channel) {
        if (channel == 0) {
            return part;
        }
        float[][] copy = new float[part.length][frames];
        for (int f = 0; f < rows; f++) {
            scaled(copy[f], part[f], spread(channel), 0, frames);
        }
        return copy;
    }

    /** The part without its envelope. */
    float[][] harmonics() {
        return harmonics;
    }

    float[][] notes() {
        return notes;
    }

    float[][] envelope() {
        return envelope;
    }

    void renderShape(int from, int to) {
        if (moving) {
            bumps.times(envelope, shape, from, to);
            for (int f = 0; f < rows; f++) {
                float z = zone[f];
                float[] line = shape[f];
                if (z != 1) {
                    for (int t = from; t < to; t++) {
                        line[t] *= z;
                    }
                }
            }
        } else {
            bumps.times(envelope, shape, 0, 1);
        }
    }

    void renderHarmonics(int from, int to) {
        if (sounding == null) {
            combs.times(notes, harmonics, from, to);
            return;
        }
        for (int f = 0; f < rows; f++) {
            Arrays.fill(harmonics[f], from, to, 0);
        }
        for (int k = 0; k < notes.length; k++) {
            int[] spans = sounding[k];
            int[] index = combs.columnIndex(k);
            float[] values = combs.columnValues(k);
            for (int s = 0; s < spans.length; s += 2) {
                int begin = Math.max(from, spans[s]);
                int end = Math.min(to, spans[s + 1]);
                for (int j = 0; begin < end && j < index.length; j++) {
                    axpy(harmonics[index[j]], notes[k], values[j], begin, end);
                }
            }
        }
    }

    private static void axpy(float[] y, float[] x, float a, int from, int to) {
        for (int t = from; t < to; t++) {
            y[t] += a * x[t];
        }
    }

    /** Recomputes the part from harmonics and shape. */
    void render(int from, int to) {
        for (int f = 0; f < rows; f++) {
            if (moving) {
                product(part[f], harmonics[f], shape[f], from, to);
            } else {
                scaled(part[f], harmonics[f], shape[f][0], from, to);
            }
        }
    }

    private static void product(float[] y, float[] a, float[] b, int from, int to) {
        for (int t = from; t < to; t++) {
            y[t] = a[t] * b[t];
        }
    }

    private static void scaled(float[] y, float[] x, float a, int from, int to) {
        for (int t = from; t < to; t++) {
            y[t] = a * x[t];
        }
    }

    /** One multiplicative update of the notes. */
    void updateNotes(Scene scene, int from, int to) {
        float all = 0;
        for (int c = 0; c < scene.channels(); c++) {
            all += spread(c);
        }
        for (int f = 0; f < rows; f++) {
            gather(scene, f, from, to);
            if (moving) {
                product(first[f], first[f], shape[f], from, to);
                scaled(second[f], shape[f], all * scene.weights()[f], from, to);
            } else {
                scaled(first[f], first[f], shape[f][0], from, to);
            }
        }
        for (int k = 0; k < notes.length; k++) {
            if (sounding == null) {
                updateNote(scene, k, all, from, to);
            } else {
                for (int s = 0; s < sounding[k].length; s += 2) {
                    int begin = Math.max(from, sounding[k][s]);
                    int end = Math.min(to, sounding[k][s + 1]);
                    if (begin < end) {
                        updateNote(scene, k, all, begin, end);
                    }
                }
            }
        }
    }

    private void updateNote(Scene scene, int k, float all, int from, int to) {
        int[] index = combs.columnIndex(k);
        float[] values = combs.columnValues(k);
        Lines.sum(numerator[k], first, index, values, from, to);
        if (moving) {
            Lines.sum(denominator[k], second, index, values, from, to);
            update(notes[k], numerator[k], denominator[k], from, to);
        } else {
            float expected = 0;
            for (int j = 0; j < index.length; j++) {
                expected += values[j] * scene.weights()[index[j]] * shape[index[j]][0];
            }
            float scale = 1 / (all * expected + LEAST);
            for (int t = from; t < to; t++) {
                notes[k][t] *= numerator[k][t] * scale;
            }
        }
    }

    /** The ratio of both channels as far as it concerns this part. */
    private void gather(Scene scene, int f, int from, int to) {
        float[] line = first[f];
        float[] middle = scene.ratio(0)[f];
        if (scene.channels() == 1) {
            System.arraycopy(middle, from, line, from, to - from);
            return;
        }
        float[] sides = scene.ratio(1)[f];
        for (int t = from; t < to; t++) {
            line[t] = middle[t] + side * sides[t];
        }
    }

    private static void update(float[] y, float[] numerator, float[] denominator, int from, int to) {
        for (int t = from; t < to; t++) {
            y[t] *= numerator[t] / (denominator[t] + LEAST);
        }
    }

    /** One multiplicative update of a moving envelope. */
    void updateEnvelope(Scene scene, int from, int to) {
        float all = 0;
        for (int c = 0; c < scene.channels(); c++) {
            all += spread(c);
        }
        for (int f = 0; f < rows; f++) {
            gather(scene, f, from, to);
            product(first[f], first[f], harmonics[f], from, to);
            scaled(first[f], first[f], zone[f], from, to);
            scaled(second[f], harmonics[f], all * scene.weights()[f] * zone[f], from, to);
        }
        bumps.transposedTimes(first, numerator, from, to);
        bumps.transposedTimes(second, denominator, from, to);
        for (int k = 0; k < envelope.length; k++) {
            update(envelope[k], numerator[k], denominator[k], from, to);
        }
    }

    /** Adds what a fixed envelope's update needs of times from to to: found and expected, by row. */
    void correlateEnvelope(Scene scene, double[][] into, int from, int to) {
        for (int f = 0; f < rows; f++) {
            gather(scene, f, from, to);
            into[0][f] += dot(first[f], harmonics[f], from, to);
            into[1][f] += total(harmonics[f], from, to) * scene.weights()[f];
        }
    }

    private static double dot(float[] a, float[] b, int from, int to) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int t = from;
        for (; t + 4 <= to; t += 4) {
            s0 += a[t] * b[t];
            s1 += a[t + 1] * b[t + 1];
            s2 += a[t + 2] * b[t + 2];
            s3 += a[t + 3] * b[t + 3];
        }
        for (; t < to; t++) {
            s0 += a[t] * b[t];
        }
        return (double) s0 + s1 + s2 + s3;
    }

    private static double total(float[] a, int from, int to) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int t = from;
        for (; t + 4 <= to; t += 4) {
            s0 += a[t];
            s1 += a[t + 1];
            s2 += a[t + 2];
            s3 += a[t + 3];
        }
        for (; t < to; t++) {
            s0 += a[t];
        }
        return (double) s0 + s1 + s2 + s3;
    }

    /** One multiplicative update of a fixed envelope; its maximum stays 1, the notes take the factor. */
    void updateFixedEnvelope(double[][] found, int channels) {
        float all = channels == 1 ? 1 : 1 + side;
        float most = 0;
        for (int k = 0; k < envelope.length; k++) {
            int[] index = bumps.columnIndex(k);
            float[] values = bumps.columnValues(k);
            double numerators = 0;
            double denominators = 0;
            for (int j = 0; j < index.length; j++) {
                numerators += values[j] * found[0][index[j]];
                denominators += values[j] * found[1][index[j]];
            }
            envelope[k][0] *= (float) (numerators / (all * denominators + LEAST));
            most = Math.max(most, envelope[k][0]);
        }
        if (most <= 0) {
            return;
        }
        for (float[] bump : envelope) {
            bump[0] /= most;
        }
        for (float[] note : notes) {
            for (int t = 0; t < frames; t++) {
                note[t] *= most;
            }
        }
    }

    /** What every pitch explains of the part: notes times what its comb passes of the shape; {@code [pitch][time]}. */
    void explained(float[][] into, int from, int to) {
        combs.transposedTimes(shape, into, from, to);
        for (int k = 0; k < notes.length; k++) {
            product(into[k], into[k], notes[k], from, to);
        }
    }

    /** To be called once most notes are 0: nothing is computed for those any more. */
    void notesAreSparse() {
        sounding = new int[notes.length][];
        for (int k = 0; k < notes.length; k++) {
            int[] spans = new int[2 * frames + 2];
            int count = 0;
            int t = 0;
            while (t < frames) {
                if (notes[k][t] == 0) {
                    t++;
                    continue;
                }
                spans[count++] = t;
                while (t < frames && notes[k][t] != 0) {
                    t++;
                }
                spans[count++] = t;
            }
            sounding[k] = Arrays.copyOf(spans, count);
        }
    }
}
