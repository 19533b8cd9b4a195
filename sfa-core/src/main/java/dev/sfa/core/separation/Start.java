package dev.sfa.core.separation;

import dev.sfa.core.dsp.MedianFilter;
import dev.sfa.core.task.CancellationToken;
import java.util.Arrays;

/**
 * Where the fit of drums and other begins: a plain factorisation of what median filters say is percussive or harmonic
 * (D. FitzGerald 2010), itself begun without chance from the most unlike frames.
 */
final class Start {
    private static final int BINS = 31;
    private static final int FRAMES = 17;
    private static final float CANDIDATE = 0.02f;
    private static final int SETTLING = 5;
    private static final int HARMONIC_MEAN = 7;

    private final NmfPlan plan;
    private final Workers workers;
    private final CancellationToken cancellation;
    private final Scene scene;
    private final int[] edges;

    Start(NmfPlan plan, Workers workers, CancellationToken cancellation, Scene scene, int[] edges) {
        this.plan = plan;
        this.workers = workers;
        this.cancellation = cancellation;
        this.scene = scene;
        this.edges = edges;
    }

    FreeSpectra drums(float[][] percussive, int count, int rounds) {
        return factorize(percussive, percussive, count, rounds);
    }

    FreeSpectra other(float[][] harmonic, int count, int rounds) {
        float[][] calm = new float[harmonic.length][scene.frames()];
        workers.run(harmonic.length, cancellation, f -> {
            int frames = scene.frames();
            int width = plan.frames(HARMONIC_MEAN);
            int half = width / 2;
            for (int t = 0; t < frames; t++) {
                float sum = 0;
                for (int d = -half; d <= half; d++) {
                    sum += harmonic[f][Math.min(frames - 1, Math.max(0, t + d))];
                }
                calm[f][t] = sum / width;
            }
        });
        return factorize(harmonic, calm, count, rounds);
    }

    /** The percussive and the harmonic part of middle and side together. */
    float[][][] parts() {
        int rows = scene.rows();
        int frames = scene.frames();
        float[][] all = new float[rows][];
        float[][] percussive = new float[rows][frames];
        float[][] harmonic = new float[rows][];
        for (int f = 0; f < rows; f++) {
            all[f] = scene.magnitude(0)[f].clone();
            for (int c = 1; c < scene.channels(); c++) {
                float[] more = scene.magnitude(c)[f];
                for (int t = 0; t < frames; t++) {
                    all[f][t] += more[t];
                }
            }
        }
        workers.run(workers.threads(), cancellation, w -> {
            MedianFilter overFrequency = new MedianFilter(plan.bins(BINS));
            float[] column = new float[rows];
            float[] medians = new float[rows];
            for (int t = w; t < frames; t += workers.threads()) {
                for (int f = 0; f < rows; f++) {
                    column[f] = all[f][t];
                }
                overFrequency.filter(column, rows, medians);
                for (int f = 0; f < rows; f++) {
                    percussive[f][t] = medians[f];
                }
            }
        });
        workers.run(workers.threads(), cancellation, w -> {
            MedianFilter overTime = new MedianFilter(plan.frames(FRAMES));
            float[] medians = new float[frames];
            for (int f = w; f < rows; f += workers.threads()) {
                overTime.filter(all[f], frames, medians);
                float[] p = percussive[f];
                float[] rest = all[f];
                for (int t = 0; t < frames; t++) {
                    float p2 = p[t] * p[t];
                    float h2 = medians[t] * medians[t];
                    float part = rest[t] * p2 / (p2 + h2 + 1e-20f);
                    p[t] = part;
                    rest[t] -= part;
                }
                harmonic[f] = rest;
            }
        });
        return new float[][][] {percussive, harmonic};
    }

    private FreeSpectra factorize(float[][] target, float[][] candidates, int count, int rounds) {
        int rows = target.length;
        int frames = scene.frames();
        float[][] spectra = unlikeFrames(candidates, count);
        float[][] course = new float[count][frames];
        for (int t = 0; t < frames; t++) {
            float sum = 0;
            for (float[] row : target) {
                sum += row[t];
            }
            for (float[] line : course) {
                line[t] = sum / count;
            }
        }
        float[] ones = new float[rows];
        Arrays.fill(ones, 1);
        FreeSpectra model = new FreeSpectra(spectra, course, new float[] {1}, 1);
        float[][][] ratio = new float[1][rows][frames];
        float[][][][] partial = new float[edges.length - 1][1][count][rows];
        for (int round = 0; round < rounds; round++) {
            boolean settled = round >= SETTLING;
            workers.run(edges.length - 1, cancellation, r -> {
                int from = edges[r];
                int to = edges[r + 1];
                model.render(from, to);
                divide(target, model.part(0), ratio[0], from, to);
                model.updateCourse(ratio, ones, from, to);
                if (settled) {
                    model.render(from, to);
                    divide(target, model.part(0), ratio[0], from, to);
                    for (float[] line : partial[r][0]) {
                        Arrays.fill(line, 0);
                    }
                    model.correlate(ratio, partial[r], from, to);
                }
            });
            if (settled) {
                model.updateSpectra(sum(partial), ones);
                model.normalize();
                model.spectraChanged();
            }
        }
        return model;
    }

    static float[][][] sum(float[][][][] partial) {
        float[][][] total = partial[0];
        for (int r = 1; r < partial.length; r++) {
            for (int c = 0; c < total.length; c++) {
                for (int k = 0; k < total[c].length; k++) {
                    for (int f = 0; f < total[c][k].length; f++) {
                        total[c][k][f] += partial[r][c][k][f];
                    }
                }
            }
        }
        return total;
    }

    private static void divide(float[][] target, float[][] model, float[][] ratio, int from, int to) {
        for (int f = 0; f < target.length; f++) {
            divide(target[f], model[f], ratio[f], from, to);
        }
    }

    private static void divide(float[] target, float[] model, float[] ratio, int from, int to) {
        for (int t = from; t < to; t++) {
            ratio[t] = target[t] / (model[t] + Scene.LEAST);
        }
    }

    /** The loudest frame, then again and again the loud frame that is least like those taken. */
    private float[][] unlikeFrames(float[][] lines, int count) {
        int rows = lines.length;
        int frames = scene.frames();
        float[] norm = new float[frames];
        for (float[] line : lines) {
            for (int t = 0; t < frames; t++) {
                norm[t] += line[t] * line[t];
            }
        }
        float loudest = 0;
        for (int t = 0; t < frames; t++) {
            norm[t] = (float) Math.sqrt(norm[t]);
            loudest = Math.max(loudest, norm[t]);
        }
        float[][] taken = new float[count][rows];
        float[] nearest = new float[frames];
        int next = 0;
        for (int t = 0; t < frames; t++) {
            if (norm[t] > norm[next]) {
                next = t;
            }
        }
        float[] cosine = new float[frames];
        for (int k = 0; k < count; k++) {
            for (int f = 0; f < rows; f++) {
                taken[k][f] = lines[f][next];
            }
            Lines.sum(cosine, lines, FreeSpectra.upTo(rows), taken[k], 0, frames);
            float own = Math.max(norm[next], 1e-20f);
            float best = -1;
            int chosen = next;
            for (int t = 0; t < frames; t++) {
                nearest[t] = Math.max(nearest[t], cosine[t] / (own * Math.max(norm[t], 1e-20f)));
                float merit = (1 - nearest[t]) * (float) Math.sqrt(norm[t] / Math.max(loudest, 1e-20f));
                if (norm[t] >= CANDIDATE * loudest && merit > best) {
                    best = merit;
                    chosen = t;
                }
            }
            next = chosen;
        }
        float[] mean = new float[rows];
        int candidates = 0;
        for (int t = 0; t < frames; t++) {
            if (norm[t] >= CANDIDATE * loudest) {
                candidates++;
                for (int f = 0; f < rows; f++) {
                    mean[f] += lines[f][t];
                }
            }
        }
        for (float[] spectrum : taken) {
            double sum = 0;
            for (int f = 0; f < rows; f++) {
                spectrum[f] += 0.1f * mean[f] / candidates + 1e-9f;
                sum += spectrum[f];
            }
            for (int f = 0; f < rows; f++) {
                spectrum[f] /= (float) sum;
            }
        }
        return taken;
    }
}
