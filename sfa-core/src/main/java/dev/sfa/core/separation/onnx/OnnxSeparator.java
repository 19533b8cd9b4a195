package dev.sfa.core.separation.onnx;

import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.separation.AudioTimeProgress;
import dev.sfa.core.separation.ChannelPairs;
import dev.sfa.core.separation.Separator;
import dev.sfa.core.separation.StemSink;
import dev.sfa.core.separation.StemType;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.util.List;

/**
 * Separates with a neural network. Audio of another rate than the model's is resampled there and back; a mono track is
 * doubled on the way in, and of more than two channels every pair, and every channel that stands alone, is a track of
 * its own. One separation at a time.
 */
public final class OnnxSeparator implements Separator {
    private static final int BLOCK_FRAMES = 16_384;

    private final OnnxModel model;

    /** @param model stays open; closing it is the caller's */
    public OnnxSeparator(OnnxModel model) {
        this.model = model;
    }

    @Override
    public String engine() {
        return "onnx";
    }

    @Override
    public String model() {
        return model.manifest().name();
    }

    @Override
    public List<StemType> stems() {
        return model.manifest().stems();
    }

    @Override
    public synchronized void separate(
            AudioStream mixture, StemSink sink, ProgressListener progress, CancellationToken cancellation)
            throws IOException {
        ChannelPairs pairs = ChannelPairs.of(mixture.channels());
        int rate = model.manifest().sampleRate();
        try {
            PairedStream paired = new PairedStream(mixture, pairs, rate, BLOCK_FRAMES);
            StemReturn stems = new StemReturn(sink, stems(), pairs, mixture.channels(), rate, mixture.sampleRate());
            AudioTimeProgress time = new AudioTimeProgress(progress, paired);
            model.framer().separate(new SlidingAudio(paired, cancellation), stems, time::reach, cancellation);
            stems.end(paired.framesRead());
            time.end();
        } catch (OutOfMemoryError e) {
            throw MemoryShortage.of("separate with the model " + model(), e);
        }
    }
}
