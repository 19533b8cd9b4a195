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

    private final BlockModel model;

    /** The default quality. */
    public DspSeparator() {
        this(Quality.BALANCED);
    }

    public DspSeparator(Quality quality) {
        this(new KlNmf(NmfPlan.of(quality)));
    }

    DspSeparator(BlockModel model) {
        this.model = model;
    }

    @Override
    public String engine() {
        return "dsp";
    }

    @Override
    public String model() {
        return model.name();
    }

    @Override
    public List<StemType> stems() {
        return List.of(StemType.VOCALS, StemType.DRUMS, StemType.BASS, StemType.OTHER);
    }

    @Override
    public void separate(AudioStream mixture, StemSink sink, ProgressListener progress, CancellationToken cancellation)
            throws IOException {
        BlockReader blocks = new BlockReader(mixture, model.blockSeconds(), model.overlapSeconds());
        BlockSynthesis synthesis = new BlockSynthesis(sink, mixture.channels());
        AudioTimeProgress time = new AudioTimeProgress(progress, mixture);
        try (Workers workers = new Workers(THREADS)) {
            while (blocks.next(cancellation)) {
                Block block = blocks.block();
                DoubleConsumer done = time.of(blocks.start(), block.length() - blocks.common());
                BlockFit fit = model.fit(block, workers, share -> done.accept(FIT * share), cancellation);
                synthesis.write(
                        block,
                        fit,
                        blocks.common(),
                        workers,
                        share -> done.accept(FIT + (1 - FIT) * share),
                        cancellation);
            }
        }
        time.end();
    }
}
