package dev.sfa.core.separation;

import dev.sfa.core.dsp.MedianFilter;
import dev.sfa.core.task.CancellationToken;
import java.util.function.DoubleConsumer;

/**
 * The textbook masks: what is smooth over frequency is drums, what is smooth over time is not (D. FitzGerald, Harmonic
 * percussive separation using median filtering, 2010); of the rest, what is low is bass and what lies in the middle of
 * the stereo image, where voices are, is vocals.
 */
final class MedianMasks implements BlockModel {
    private static final double BLOCK_SECONDS = 12;
    private static final double OVERLAP_SECONDS = 1;
    /** 0.4 s and 340 Hz at 44.1 kHz, where frames are 4096 samples. */
    private static final int FRAMES = 17;

    private static final int BINS = 31;
    private static final float BASS_FULL = 130;
    private static final float BASS_NONE = 220;
    private static final float VOICE_LEAST = 150;
    private static final float VOICE_MOST = 9_000;
    /** How much more of a sound must be in the middle than at the sides to count as voice. */
    private static final float CENTRE_MARGIN = 4;
    /** What one channel alone says of the middle. */
    private static final float MONO_CENTRE = 0.5f;

    private static final float TINY = 1e-20f;

    @Override
    public String name() {
        return "hpss";
    }

    @Override
    public double blockSeconds() {
        return BLOCK_SECONDS;
    }

    @Override
    public double overlapSeconds() {
        return OVERLAP_SECONDS;
    }

    @Override
    public BlockFit fit(Block block, DoubleConsumer progress, CancellationToken cancellation) {
        int frames = block.frames();
        float[][] magnitude = new float[frames][block.bins()];
        float[][] centre = new float[frames][block.bins()];
        ChannelSpectra spectra = ChannelSpectra.zeros(block.channels(), block.bins());
        for (int t = 0; t < frames; t++) {
            cancellation.throwIfCancelled();
            block.spectra(t, spectra);
            measure(spectra, magnitude[t], centre[t]);
            progress.accept(0.4 * t / frames);
        }
        float[][] percussive = percussiveMasks(magnitude, progress, cancellation);
        return new Masks(percussive, centre, block.sampleRate() / (float) block.size());
    }

    private static void measure(ChannelSpectra spectra, float[] magnitude, float[] centre) {
        float[][] re = spectra.re();
        float[][] im = spectra.im();
        for (int k = 0; k < magnitude.length; k++) {
            float sum = 0;
            for (int c = 0; c < re.length; c++) {
                sum += (float) Math.sqrt(re[c][k] * re[c][k] + im[c][k] * im[c][k]);
            }
            magnitude[k] = sum;
            if (re.length == 1) {
                centre[k] = MONO_CENTRE;
                continue;
            }
            float midRe = re[0][k] + re[1][k];
            float midIm = im[0][k] + im[1][k];
            float sideRe = re[0][k] - re[1][k];
            float sideIm = im[0][k] - im[1][k];
            float mid = midRe * midRe + midIm * midIm;
            float side = sideRe * sideRe + sideIm * sideIm;
            centre[k] = mid / (mid + CENTRE_MARGIN * CENTRE_MARGIN * side + TINY);
        }
    }

    private static float[][] percussiveMasks(
            float[][] magnitude, DoubleConsumer progress, CancellationToken cancellation) {
        int frames = magnitude.length;
        int bins = magnitude[0].length;
        float[][] harmonic = new float[frames][bins];
        MedianFilter overTime = new MedianFilter(FRAMES);
        float[] line = new float[frames];
        float[] medians = new float[Math.max(frames, bins)];
        for (int k = 0; k < bins; k++) {
            cancellation.throwIfCancelled();
            for (int t = 0; t < frames; t++) {
                line[t] = magnitude[t][k];
            }
            overTime.filter(line, frames, medians);
            for (int t = 0; t < frames; t++) {
                harmonic[t][k] = medians[t];
            }
            progress.accept(0.4 + 0.3 * k / bins);
        }
        MedianFilter overFrequency = new MedianFilter(BINS);
        for (int t = 0; t < frames; t++) {
            cancellation.throwIfCancelled();
            overFrequency.filter(magnitude[t], bins, medians);
            for (int k = 0; k < bins; k++) {
                float p = medians[k] * medians[k];
                float h = harmonic[t][k] * harmonic[t][k];
                harmonic[t][k] = p / (p + h + TINY);
            }
            progress.accept(0.7 + 0.3 * t / frames);
        }
        return harmonic;
    }

    private static final class Masks implements BlockFit {
        private final float[][] percussive;
        private final float[][] centre;
        private final float binWidth;

        Masks(float[][] percussive, float[][] centre, float binWidth) {
            this.percussive = percussive;
            this.centre = centre;
            this.binWidth = binWidth;
        }

        @Override
        public Divider divider() {
            return this::divide;
        }

        private void divide(int t, ChannelSpectra mixture, ChannelSpectra[] stems) {
            for (int k = 0; k < mixture.bins(); k++) {
                float hertz = k * binWidth;
                float drums = percussive[t][k];
                float low = Math.min(1, Math.max(0, (BASS_NONE - hertz) / (BASS_NONE - BASS_FULL)));
                float bass = (1 - drums) * low;
                boolean sung = hertz >= VOICE_LEAST && hertz <= VOICE_MOST;
                float vocals = sung ? (1 - drums) * (1 - low) * centre[t][k] : 0;
                for (int c = 0; c < mixture.channels(); c++) {
                    put(vocals, mixture, stems[0], c, k);
                    put(drums, mixture, stems[1], c, k);
                    put(bass, mixture, stems[2], c, k);
                }
            }
        }

        private static void put(float mask, ChannelSpectra mixture, ChannelSpectra stem, int c, int k) {
            stem.re()[c][k] = mask * mixture.re()[c][k];
            stem.im()[c][k] = mask * mixture.im()[c][k];
        }
    }
}
