package dev.sfa.core.separation.external;

import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.audio.DelegatingStream;
import dev.sfa.core.separation.Separator;
import dev.sfa.core.separation.StemSink;
import dev.sfa.core.separation.StemType;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import dev.sfa.core.tool.TemporaryFolder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One stem of a separator that takes the whole mixture before it gives any, and what is left of the mixture without it:
 * the mixture minus the stem. The mixture waits in a file meanwhile, so that memory does not grow with the length.
 */
final class RestOnDisk implements Separator {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Separator separator;
    private final StemType stem;
    private final Path workFolder;

    /** @param stem what the separator gives, and nothing else */
    RestOnDisk(Separator separator, StemType stem, Path workFolder) {
        this.separator = separator;
        this.stem = stem;
        this.workFolder = workFolder;
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
        try (TemporaryFolder folder = TemporaryFolder.in(workFolder, "mixture");
                Kept kept = new Kept(mixture, folder.resolve("mixture"))) {
            separator.separate(
                    kept,
                    (type, samples, from, frames) -> {
                        sink.write(type, samples, from, frames);
                        float[][] rest = kept.next(frames);
                        for (int c = 0; c < rest.length; c++) {
                            for (int i = 0; i < frames; i++) {
                                rest[c][i] -= samples[c][from + i];
                            }
                        }
                        sink.write(stem.rest(), rest, 0, frames);
                    },
                    progress,
                    cancellation);
        }
    }

    /** The mixture, written to a file as it is read. */
    private static final class Kept extends DelegatingStream {
        private final Path file;
        private final DataOutputStream out;
        private DataInputStream in;

        Kept(AudioStream mixture, Path file) throws IOException {
            super(mixture);
            this.file = file;
            this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES));
        }

        @Override
        public int read(float[][] buffer) throws IOException {
            int frames = super.read(buffer);
            for (int i = 0; i < frames; i++) {
                for (float[] channel : buffer) {
                    out.writeFloat(channel[i]);
                }
            }
            return frames;
        }

        /** The next frames from the beginning on; all of the mixture that matters has been read by then. */
        float[][] next(int frames) throws IOException {
            if (in == null) {
                out.close();
                in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
            }
            float[][] block = new float[channels()][frames];
            for (int i = 0; i < frames; i++) {
                for (float[] channel : block) {
                    channel[i] = in.readFloat();
                }
            }
            return block;
        }

        /** The mixture is its owner's to close. */
        @Override
        public void close() throws IOException {
            out.close();
            if (in != null) {
                in.close();
            }
        }
    }
}
