package dev.sfa.core.separation;

import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.util.List;

/**
 * The engine that needs nothing installed: vocals, drums, bass and other by signal processing alone, at any sample rate
 * and number of channels. The audio is taken in overlapping blocks that fade into one another, so that memory does not
 * grow with the length. The stems add up to the mixture but for the rounding of floats (below -100 dB).
 */
public final class DspSeparator implements Separator {
    private final BlockModel model;

    public DspSeparator() {
        this(Quality.BALANCED);
    }

    public DspSeparator(Quality quality) {
        this(quality == Quality.FAST ? new MedianMasks() : new KlNmf(
            new NmfPlan(Knob.of("rounds", 50), Knob.of("melody", 30), Knob.of("kd", 16), Knob.of("ko", 8)), new Workers(Knob.of("threads", 2))));
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
        while (blocks.next(cancellation)) {
            Block block = blocks.block();
            long start = blocks.start();
            int fresh = block.length() - blocks.common();
            BlockFit fit = model.fit(
                    block, done -> time.reach(start + (long) (AudioTimeProgress.FIT * done * fresh)), cancellation);
            synthesis.write(
                    block,
                    fit,
                    blocks.common(),
                    done -> time.reach(
                            start + (long) ((AudioTimeProgress.FIT + (1 - AudioTimeProgress.FIT) * done) * fresh)),
                    cancellation);
        }
        time.end();
    }
}
