package dev.sfa.core.separation;

import java.util.Arrays;

/**
 * A part of the model that is a few spectra, each with its course over time and its place between middle and side; all
 * three are fitted. {@code part[c] = W diag(Q[c]) H}.
 */
final class FreeSpectra {
    private static final float LEAST = Scene.LEAST;
    private static final int TILE = 64;

    private final int count;
    private final int rows;
    private final int frames;
    private final int channels;
    private final int[] everySpectrum;
    private final int[] everyRow;
    private final float[][] spectra;
    private final float[][] course;
    private final float[][] place;
    private final float[][][] part;
    /** {@code [c][row][k]} and {@code [c][k][row]}: spectra times place. */
    private final float[][][] byRow;

    private final float[][][] bySpectrum;
    private final float[][] numerator;
    private final float[][] smooth;

    FreeSpectra(float[][] spectra, float[][] course, float[] place, int channels) {
        this.count = spectra.length;
        this.rows = spectra[0].length;
        this.frames = course[0].length;
        this.channels = channels;
        this.spectra = spectra;
        this.course = course;
        this.place = new float[channels][count];
        for (int c = 0; c < channels; c++) {
            Arrays.fill(this.place[c], place[c]);
        }
        this.part = new float[channels][rows][frames];
        this.byRow = new float[channels][rows][count];
        this.bySpectrum = new float[channels][count][rows];
        this.numerator = new float[count][frames];
        this.smooth = new float[count][frames];
        this.everySpectrum = upTo(count);
        this.everyRow = upTo(rows);
        spectraChanged();
    }

    static int[] upTo(int count) {
        int[] index = new int[count];
        Arrays.setAll(index, i -> i);
        return index;
    }

    int count() {
        return count;
    }

    float[][] part(int channel) {
        return part[channel];
    }

    float[][] spectra() {
        return spectra;
    }

    float[][] course() {
        return course;
    }

    float[][] place() {
        return place;
    }

    /** To be called after spectra or places were changed, before anything else. */
    void spectraChanged() {
        for (int c = 0; c < channels; c++) {
            for (int k = 0; k < count; k++) {
                for (int f = 0; f < rows; f++) {
                    float value = spectra[k][f] * place[c][k];
                    bySpectrum[c][k][f] = value;
                    byRow[c][f][k] = value;
                }
            }
        }
    }

    /** Recomputes the part for times from to to. */
    void render(int from, int to) {
        for (int c = 0; c < channels; c++) {
            for (int f = 0; f < rows; f++) {
                Lines.sum(part[c][f], course, everySpectrum, byRow[c][f], from, to);
            }
        }
    }

    /** One multiplicative update of the courses for times from to to. */
    void updateCourse(float[][][] ratio, float[] weights, int from, int to) {
        for (int k = 0; k < count; k++) {
            float expected = 0;
            Arrays.fill(numerator[k], from, to, 0);
            for (int c = 0; c < channels; c++) {
                Lines.add(numerator[k], ratio[c], everyRow, bySpectrum[c][k], 0, rows, from, to);
                for (int f = 0; f < rows; f++) {
                    expected += bySpectrum[c][k][f] * weights[f];
                }
            }
            scale(course[k], numerator[k], 1 / (expected + LEAST), from, to);
        }
    }

    private static void scale(float[] y, float[] x, float a, int from, int to) {
        for (int t = from; t < to; t++) {
            y[t] *= a * x[t];
        }
    }

    /** Adds {@code ratio * transposed course} of times from to to; {@code into[c][k][row]}. */
    void correlate(float[][][] ratio, float[][][] into, int from, int to) {
        float[][] tile = new float[TILE][rows];
        for (int c = 0; c < channels; c++) {
            for (int start = from; start < to; start += TILE) {
                int width = Math.min(TILE, to - start);
                transpose(ratio[c], start, width, tile);
                for (int k = 0; k < count; k++) {
                    Lines.add(into[c][k], tile, everyRow, course[k], start, width, 0, rows);
                }
            }
        }
    }

    private static void transpose(float[][] lines, int start, int width, float[][] tile) {
        for (int f = 0; f + 8 <= lines.length; f += 8) {
            for (int g = f; g < f + 8; g++) {
                float[] line = lines[g];
                for (int t = 0; t < width; t++) {
                    tile[t][g] = line[start + t];
                }
            }
        }
        for (int f = lines.length & ~7; f < lines.length; f++) {
            for (int t = 0; t < width; t++) {
                tile[t][f] = lines[f][start + t];
            }
        }
    }

    /** One multiplicative update of the spectra. */
    void updateSpectra(float[][][] correlation, float[] weights) {
        float[] total = totals();
        for (int k = 0; k < count; k++) {
            float places = 0;
            for (int c = 0; c < channels; c++) {
                places += place[c][k];
            }
            for (int f = 0; f < rows; f++) {
                float found = 0;
                for (int c = 0; c < channels; c++) {
                    found += place[c][k] * correlation[c][k][f];
                }
                spectra[k][f] *= found / (weights[f] * total[k] * places + LEAST);
            }
        }
    }

    /** One multiplicative update of the places. */
    void updatePlace(float[][][] correlation, float[] weights) {
        float[] total = totals();
        for (int k = 0; k < count; k++) {
            double expected = 0;
            for (int f = 0; f < rows; f++) {
                expected += spectra[k][f] * weights[f];
            }
            expected *= total[k];
            for (int c = 0; c < channels; c++) {
                double found = 0;
                for (int f = 0; f < rows; f++) {
                    found += spectra[k][f] * correlation[c][k][f];
                }
                place[c][k] *= (float) (found / (expected + LEAST));
            }
        }
    }

    private float[] totals() {
        float[] total = new float[count];
        for (int k = 0; k < count; k++) {
            double sum = 0;
            for (float value : course[k]) {
                sum += value;
            }
            total[k] = (float) sum;
        }
        return total;
    }

    /** No spectrum more at the side than {@code most} times the middle. */
    void limitSide(float most) {
        if (channels == 2) {
            for (int k = 0; k < count; k++) {
                place[1][k] = Math.min(place[1][k], most * place[0][k]);
            }
        }
    }

    /** Makes spectra sum to 1 and places have maximum 1; the courses take the factors. */
    void normalize() {
        for (int k = 0; k < count; k++) {
            float most = 0;
            for (int c = 0; c < channels; c++) {
                most = Math.max(most, place[c][k]);
            }
            double sum = 0;
            for (float value : spectra[k]) {
                sum += value;
            }
            if (most <= 0 || sum <= 0) {
                continue;
            }
            for (int c = 0; c < channels; c++) {
                place[c][k] /= most;
            }
            float scale = (float) (1 / sum);
            for (int f = 0; f < rows; f++) {
                spectra[k][f] *= scale;
            }
            float factor = (float) (most * sum);
            for (int t = 0; t < frames; t++) {
                course[k][t] *= factor;
            }
        }
    }

    /** Mixes each course with its mean over {@code width} frames. */
    void smoothCourse(int width, float part) {
        int half = width / 2;
        for (int k = 0; k < count; k++) {
            float[] line = course[k];
            float[] mean = smooth[k];
            for (int t = 0; t < frames; t++) {
                float sum = 0;
                for (int d = -half; d <= half; d++) {
                    sum += line[Math.min(frames - 1, Math.max(0, t + d))];
                }
                mean[t] = sum / width;
            }
            for (int t = 0; t < frames; t++) {
                line[t] = (1 - part) * line[t] + part * mean[t];
            }
        }
    }
}
