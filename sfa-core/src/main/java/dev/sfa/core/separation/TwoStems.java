package dev.sfa.core.separation;

import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.audio.DelegatingStream;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * One stem of another separator, and what is left of the mixture without it: the mixture minus the stem, so that the two
 * add up to it whatever the separator does. Holds the mixture from where it is read to where the stem is written.
 */
public final class TwoStems implements Separator {
    private final Separator separator;
    private final StemType stem;

    /** @param stem one of the separator's */
    public TwoStems(Separator separator, StemType stem) {
        this.separator = separator;
        this.stem = stem;
    }

    @Override
    public String engine() {
        return separator.engine();
    }

    @Override
    public String model() {
        return separator.model();
    }

    @Override
    public List<StemType> stems() {
        return List.of(stem, stem.rest());
    }

    @Override
    public void separate(AudioStream mixture, StemSink sink, ProgressListener progress, CancellationToken cancellation)
            throws IOException {
        Held held = new Held(mixture);
        separator.separate(
                held,
                (type, samples, from, frames) -> {
                    if (type == stem) {
                        sink.write(stem, samples, from, frames);
                        held.minus(samples, from, frames, sink);
                    }
                },
                progress,
                cancellation);
    }

    /** The mixture, remembered until the stem has come as far. */
    private final class Held extends DelegatingStream {
        private final Deque<float[][]> blocks = new ArrayDeque<>();
        private int taken;

        Held(AudioStream mixture) {
            super(mixture);
        }

        @Override
        public int read(float[][] buffer) throws IOException {
            int frames = super.read(buffer);
            if (frames > 0) {
                float[][] block = new float[buffer.length][frames];
                for (int c = 0; c < block.length; c++) {
                    System.arraycopy(buffer[c], 0, block[c], 0, frames);
                }
                blocks.add(block);
            }
            return frames;
        }

        /** Writes the rest of as much of the mixture as there is of the stem. */
        void minus(float[][] samples, int from, int frames, StemSink sink) throws IOException {
            int done = 0;
            while (done < frames) {
                float[][] block = blocks.element();
                int count = Math.min(frames - done, block[0].length - taken);
                for (int c = 0; c < block.length; c++) {
                    for (int i = 0; i < count; i++) {
                        block[c][taken + i] -= samples[c][from + done + i];
                    }
                }
                sink.write(stem.rest(), block, taken, count);
                done += count;
                taken += count;
                if (taken == block[0].length) {
                    blocks.remove();
                    taken = 0;
                }
            }
        }
    }
}
