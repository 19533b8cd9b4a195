package dev.sfa.core.separation;

import dev.sfa.core.dsp.MedianFilter;
import dev.sfa.core.task.CancellationToken;
import java.util.Arrays;
import java.util.function.DoubleConsumer;

/**
 * Explains the magnitudes of middle and side as a sum of four parts, each of a form that only its stem fits well: the
 * voice one moving pitch times a smooth envelope in the middle, the bass a low and slowly changing pitch in the middle,
 * the drums a few spectra smooth over frequency, the rest a few spectra with calm courses. Fitted by multiplicative
 * updates for the Kullback-Leibler divergence (D. Lee and H. S. Seung 2001; the voice after J.-L. Durrieu et al., A
 * musically motivated mid-level representation for pitch estimation and musical audio source separation, 2011). The
 * parts then make masks, and those a multichannel Wiener filter ({@link WienerFit}).
 */
final class KlNmf {
    /** Frames that a thread takes at a time. */
    private static final int RANGE = 440;

    /** Rounds of the plain factorisation that drums and other start from; more make none of the stems better. */
    private static final int START_OF_DRUMS = 10;

    private static final int START_OF_OTHER = 8;

    private static final float SIDE_OF_VOICE = 0.08f;
    private static final float SIDE_OF_BASS = 0.001f;
    /** What counts as nothing beside full scale. */
    private static final float FLOOR = 1e-7f;

    private final NmfPlan plan;

    KlNmf(NmfPlan plan) {
        this.plan = plan;
    }

    /**
     * Looks at a block.
     *
     * @param workers threads to use
     * @param progress hears the part done, 0 to 1
     * @throws dev.sfa.core.task.CancelledException soon after the token is cancelled
     */
    BlockFit fit(Block block, Workers workers, DoubleConsumer progress, CancellationToken cancellation) {
        RowLayout layout = new RowLayout(block.bins(), (double) block.sampleRate() / block.size());
        ChannelPairs pairs = ChannelPairs.of(block.channels());
        int[] edges = ranges(block.frames());
        Scene scene = new Scene(layout, observe(block, layout, pairs, edges, workers, cancellation));
        progress.accept(0.03);
        Fit fit = new Fit(scene, edges, workers, cancellation);
        fit.run(share -> progress.accept(0.03 + 0.92 * share));
        float[][][][] masks = StemMasks.of(scene, fit.estimate(), plan, workers, cancellation);
        return new WienerFit(block, pairs, layout, masks, workers, cancellation);
    }

    private static int[] ranges(int frames) {
        int count = Math.max(1, (frames + RANGE / 2) / RANGE);
        // An even number of ranges for an even number of threads.
        count = count > 1 ? (count + 1) / 2 * 2 : count;
        int[] edges = new int[count + 1];
        for (int r = 0; r <= count; r++) {
            edges[r] = (int) ((long) frames * r / count);
        }
        return edges;
    }

    /** Magnitudes by rows: of the middle, and of the side if there is one. */
    private static float[][][] observe(
            Block block,
            RowLayout layout,
            ChannelPairs pairs,
            int[] edges,
            Workers workers,
            CancellationToken cancellation) {
        int frames = block.frames();
        float[][][] rows = new float[pairs.stereo() ? 2 : 1][layout.rows()][frames];
        workers.run(edges.length - 1, cancellation, r -> {
            Block view = block.view();
            ChannelSpectra spectra = ChannelSpectra.zeros(block.channels(), block.bins());
            float[][] magnitude = new float[2][block.bins()];
            for (int t = edges[r]; t < edges[r + 1]; t++) {
                cancellation.throwIfCancelled();
                view.spectra(t, spectra);
                pairs.magnitudes(spectra, magnitude);
                for (int c = 0; c < rows.length; c++) {
                    for (int f = 0; f < layout.rows(); f++) {
                        rows[c][f][t] = layout.mean(magnitude[c], f) + FLOOR;
                    }
                }
            }
        });
        return rows;
    }

    /** The parts while they are fitted. */
    private final class Fit {
        private final Scene scene;
        private final int[] edges;
        private final Workers workers;
        private final CancellationToken cancellation;
        private final Pitched voice;
        private final Pitched bass;
        private FreeSpectra drums;
        private FreeSpectra other;
        private final float[][][] ratio;
        private float[] drumSmoothing;
        private float[][] percussive;
        private final boolean[] sings;

        Fit(Scene scene, int[] edges, Workers workers, CancellationToken cancellation) {
            this.workers = workers;
            this.scene = scene;
            this.edges = edges;
            this.cancellation = cancellation;
            this.sings = new boolean[scene.frames()];
            RowLayout layout = scene.layout();
            this.ratio = new float[scene.channels()][][];
            Arrays.setAll(ratio, scene::ratio);
            double nyquist = layout.hertz(layout.rows() - 1);
            this.voice = new Pitched(
                    Dictionaries.combs(layout, 110, 900, 25, Math.min(20_000, nyquist), 0, 1.1),
                    Dictionaries.bumps(layout, 40, 22_000),
                    zone(77, 33),
                    SIDE_OF_VOICE,
                    scene.frames(),
                    true);
            this.bass = new Pitched(
                    Dictionaries.combs(layout, 32, 210, 25, Math.min(2_500, nyquist), 0.7, 1),
                    Dictionaries.bumps(layout, 24, 3_000),
                    null,
                    SIDE_OF_BASS,
                    scene.frames(),
                    false);
        }

        private float[] zone(double from, double width) {
            float[] zone = new float[scene.rows()];
            for (int f = 0; f < zone.length; f++) {
                zone[f] = (float) Math.min(1, Math.max(0.001, (scene.layout().hertz(f) - from) / width));
            }
            return zone;
        }

        void run(DoubleConsumer progress) {
            start();
            progress.accept(0.15);
            for (int round = 0; round < plan.rounds(); round++) {
                round();
                if (round == plan.melodyRound()) {
                    holdToMelody();
                }
                progress.accept(0.15 + 0.85 * (round + 1) / plan.rounds());
            }
        }

        StemEstimate estimate() {
            float[][][][] parts = new float[StemEstimate.STEMS][scene.channels()][][];
            for (int c = 0; c < scene.channels(); c++) {
                parts[0][c] = voice.part(c);
                parts[1][c] = drums.part(c);
                parts[2][c] = bass.part(c);
                parts[3][c] = other.part(c);
            }
            return new StemEstimate(parts, voice.harmonics(), sings, percussive);
        }

        private void start() {
            for (float[] note : voice.notes()) {
                Arrays.fill(note, 0.02f);
            }
            for (int k = 0; k < voice.envelope().length; k++) {
                Arrays.fill(voice.envelope()[k], (float) (0.3 * Math.exp(-4.0 * k / 39)));
            }
            for (float[] note : bass.notes()) {
                Arrays.fill(note, 0.02f);
            }
            for (float[] bump : bass.envelope()) {
                Arrays.fill(bump, 1);
            }
            Start start = new Start(plan, workers, cancellation, scene, edges);
            float[][][] parts = start.parts();
            percussive = parts[0];
            FreeSpectra strokes = start.drums(percussive, plan.drumSpectra(), START_OF_DRUMS);
            FreeSpectra harmonic = start.other(parts[1], plan.otherSpectra(), START_OF_OTHER);
            float[] zone = zone(70, 50);
            for (float[] spectrum : harmonic.spectra()) {
                for (int f = 0; f < zone.length; f++) {
                    spectrum[f] *= zone[f];
                }
            }
            drums = new FreeSpectra(strokes.spectra(), strokes.course(), new float[] {1, 0.3f}, scene.channels());
            other = new FreeSpectra(harmonic.spectra(), harmonic.course(), new float[] {1, 1}, scene.channels());
            drumSmoothing = new float[scene.rows()];
            for (int f = 0; f < drumSmoothing.length; f++) {
                drumSmoothing[f] =
                        (float) Math.min(1, Math.max(0, (scene.layout().hertz(f) - 120) / 400));
            }
            over((from, to) -> {
                voice.renderShape(from, to);
                voice.renderHarmonics(from, to);
                voice.render(from, to);
                bass.renderHarmonics(from, to);
                drums.render(from, to);
                other.render(from, to);
            });
            bass.renderShape(0, 1);
            over(bass::render);
        }

        private void over(RangeWork work) {
            workers.run(edges.length - 1, cancellation, r -> work.run(edges[r], edges[r + 1]));
        }

        private void compare(int from, int to) {
            scene.compare(voice, bass, drums, other, from, to);
        }

        private void round() {
            over((from, to) -> {
                compare(from, to);
                voice.updateNotes(scene, from, to);
                voice.renderHarmonics(from, to);
                voice.render(from, to);
                compare(from, to);
                voice.updateEnvelope(scene, from, to);
                voice.renderShape(from, to);
                voice.render(from, to);
                compare(from, to);
                bass.updateNotes(scene, from, to);
                bass.renderHarmonics(from, to);
                bass.render(from, to);
            });
            double[][][] found = new double[edges.length - 1][2][scene.rows()];
            workers.run(edges.length - 1, cancellation, r -> {
                compare(edges[r], edges[r + 1]);
                bass.correlateEnvelope(scene, found[r], edges[r], edges[r + 1]);
            });
            for (int r = 1; r < found.length; r++) {
                for (int f = 0; f < scene.rows(); f++) {
                    found[0][0][f] += found[r][0][f];
                    found[0][1][f] += found[r][1][f];
                }
            }
            bass.updateFixedEnvelope(found[0], scene.channels());
            bass.renderShape(0, 1);
            over((from, to) -> {
                bass.renderHarmonics(from, to);
                bass.render(from, to);
            });
            update(drums, true);
            update(other, false);
            mixWithMedian(bass.notes(), plan.frames(7), 0.8f);
            mixWithMedian(other.course(), plan.frames(5), 0.5f);
            over((from, to) -> {
                bass.renderHarmonics(from, to);
                bass.render(from, to);
                other.render(from, to);
            });
        }

        private void update(FreeSpectra spectra, boolean areDrums) {
            over((from, to) -> {
                compare(from, to);
                spectra.updateCourse(ratio, scene.weights(), from, to);
            });
            if (!areDrums) {
                spectra.smoothCourse(plan.frames(5), 0.5f);
            }
            spectra.updateSpectra(correlate(spectra), scene.weights());
            if (areDrums) {
                smoothSpectra(spectra);
            }
            spectra.spectraChanged();
            spectra.updatePlace(correlate(spectra), scene.weights());
            if (areDrums) {
                spectra.limitSide(0.6f);
            }
            spectra.normalize();
            spectra.spectraChanged();
            over(spectra::render);
        }

        private float[][][] correlate(FreeSpectra spectra) {
            float[][][][] partial = new float[edges.length - 1][scene.channels()][spectra.count()][scene.rows()];
            workers.run(edges.length - 1, cancellation, r -> {
                spectra.render(edges[r], edges[r + 1]);
                compare(edges[r], edges[r + 1]);
                spectra.correlate(ratio, partial[r], edges[r], edges[r + 1]);
            });
            return Start.sum(partial);
        }

        private void smoothSpectra(FreeSpectra spectra) {
            float[] kernel = Smoothing.gaussian(2 * plan.scale());
            float[] smooth = new float[scene.rows()];
            for (float[] spectrum : spectra.spectra()) {
                Smoothing.convolve(spectrum, kernel, smooth);
                for (int f = 0; f < smooth.length; f++) {
                    spectrum[f] += drumSmoothing[f] * (smooth[f] - spectrum[f]);
                }
            }
        }

        private void mixWithMedian(float[][] lines, int width, float part) {
            workers.run(workers.threads(), cancellation, w -> {
                MedianFilter filter = new MedianFilter(width);
                float[] medians = new float[scene.frames()];
                for (int k = w; k < lines.length; k += workers.threads()) {
                    float[] line = lines[k];
                    filter.filter(line, line.length, medians);
                    for (int t = 0; t < line.length; t++) {
                        line[t] += part * (medians[t] - line[t]);
                    }
                }
            });
        }

        private void holdToMelody() {
            float[][] notes = voice.notes();
            float[][] salience = new float[notes.length][scene.frames()];
            over((from, to) -> voice.explained(salience, from, to));
            int[] path = Melody.track(salience, plan.hopScale());
            for (int t = 0; t < path.length; t++) {
                sings[t] = path[t] >= 0;
            }
            for (int k = 0; k < notes.length; k++) {
                for (int t = 0; t < path.length; t++) {
                    double semitones = Math.abs(k - path[t]) * 0.25;
                    double excess = Math.max(semitones - 0.3, 0) / 0.15;
                    double keep = path[t] < 0 ? 0 : Math.exp(-0.5 * excess * excess);
                    notes[k][t] *= keep < 1e-8 ? 0 : (float) keep;
                }
            }
            voice.notesAreSparse();
            over((from, to) -> {
                voice.renderHarmonics(from, to);
                voice.render(from, to);
            });
        }
    }

    @FunctionalInterface
    private interface RangeWork {
        void run(int from, int to);
    }
}
