package dev.sfa.daemon.jobs.run;

import dev.sfa.core.audio.SampleFormat;
import dev.sfa.core.audio.WavWriter;
import dev.sfa.core.separation.StemSink;
import dev.sfa.core.separation.StemType;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Writes each stem to a WAV file of floats of its own, {@code {stem}.wav}, and remembers the loudest sample of all. */
final class StemFiles implements StemSink, Closeable {
    private final Map<StemType, WavWriter> writers = new EnumMap<>(StemType.class);
    private final Map<StemType, Long> lengths = new EnumMap<>(StemType.class);
    private float peak;

    StemFiles(Path folder, List<StemType> stems, int sampleRate, int channels) throws IOException {
        try {
            for (StemType stem : stems) {
                writers.put(
                        stem, new WavWriter(folder.resolve(name(stem)), sampleRate, channels, SampleFormat.FLOAT32));
                lengths.put(stem, 0L);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    static String name(StemType stem) {
        return stem.wireName() + ".wav";
    }

    @Override
    public void write(StemType stem, float[][] samples, int from, int frames) throws IOException {
        writers.get(stem).write(samples, from, frames);
        lengths.merge(stem, (long) frames, Long::sum);
        for (float[] channel : samples) {
            for (int i = from; i < from + frames; i++) {
                peak = Math.max(peak, Math.abs(channel[i]));
            }
        }
    }

    /** The largest absolute value in any stem so far. */
    float peak() {
        return peak;
    }

    /** Frames written of a stem. */
    long length(StemType stem) {
        return lengths.get(stem);
    }

    /** Completes the files and forces them to the disk. */
    void complete() throws IOException {
        for (WavWriter writer : List.copyOf(writers.values())) {
            writer.close();
        }
        writers.clear();
    }

    /** Closes what is open; what was not completed is of no use, so errors do not matter. */
    @Override
    public void close() {
        for (WavWriter writer : writers.values()) {
            try {
                writer.close();
            } catch (IOException e) {
                // The run has failed already, with the reason that matters.
            }
        }
        writers.clear();
    }
}
