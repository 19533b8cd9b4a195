package dev.sfa.core.separation;

import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * The engine that needs nothing installed: vocals, drums, bass and other by signal processing alone, at any sample rate
 * and number of channels. The audio is taken in overlapping blocks that fade into one another, so that memory does not
 * grow with the length. The stems add up to the mixture but for the rounding of floats (below -100 dB).
 */
public final class DspSeparator implements Separator {
    /** The part of the work on a block that its fit takes. */
    private static final double FIT = 0.85;

    /** Two cores are what the smallest machines have, and other jobs run beside this one. */
    private static final int THREADS = Math.min(2, Runtime.getRuntime().availableProcessors());

    /** The name of its only model. */
    public static final String MODEL = "kl-nmf";

    /** "A few spectra are enough for the rest" is true of so much of a song. */
    private static final double BLOCK_SECONDS = 40;

    private static final double OVERLAP_SECONDS = 5;
    /** Above so many samples a second of all channels, blocks that are held as stems are half as long. */
    private static final int MUCH = 200_000;

    private final List<NmfPlan> plans;

    /** The default quality. */
    public DspSeparator() {
        this(Quality.BALANCED);
    }

    public DspSeparator(Quality quality) {
        this.plans = NmfPlan.of(quality);
    }

    @Override
    public String engine() {
        return "dsp";
    }

    @Override
    public String model() {
        return MODEL;
    }

    @Override
    public List<StemType> stems() {
        return List.of(StemType.VOCALS, StemType.DRUMS, StemType.BASS, StemType.OTHER);
    }

    @Override
    public void separate(AudioStream mixture, StemSink sink, ProgressListener progress, CancellationToken cancellation)
            throws IOException {
        boolean held = plans.size() > 1 && mixture.sampleRate() * (long) mixture.channels() > MUCH;
        double seconds = held ? BLOCK_SECONDS / 2 : BLOCK_SECONDS;
        BlockReader blocks = new BlockReader(mixture, seconds, OVERLAP_SECONDS);
        BlockSynthesis synthesis = new BlockSynthesis(sink, mixture.channels());
        AudioTimeProgress time = new AudioTimeProgress(progress, mixture);
        try (Workers workers = new Workers(THREADS)) {
            while (blocks.next(cancellation)) {
                DoubleConsumer done = time.of(blocks.start(), blocks.block().length() - blocks.common());
                separate(blocks.block(), blocks.common(), synthesis, workers, done, cancellation);
            }
        }
        time.end();
    }

    private void separate(
            Block block,
            int common,
            BlockSynthesis synthesis,
            Workers workers,
            DoubleConsumer done,
            CancellationToken cancellation)
            throws IOException {
        float[][][] others = plans.size() == 1 ? null : new float[stems().size() - 1][block.channels()][block.length()];
        for (int p = 0; p < plans.size(); p++) {
            NmfPlan plan = plans.get(p);
            int before = p;
            DoubleConsumer fitting = share -> done.accept((before + FIT * share) / plans.size());
            DoubleConsumer making = share -> done.accept((before + FIT + (1 - FIT) * share) / plans.size());
            Block framed = block.framed(plan.scale(), plan.overlap());
            BlockFit fit = new KlNmf(plan).fit(framed, workers, fitting, cancellation);
            if (p + 1 < plans.size()) {
                synthesis.add(framed, fit, plan.weights(), others, workers, making, cancellation);
            } else {
                synthesis.write(framed, fit, plan.weights(), others, common, workers, making, cancellation);
            }
        }
    }
}
