package dev.sfa.core.separation.external;

import dev.sfa.core.audio.AudioDecoder;
import dev.sfa.core.audio.AudioProbe;
import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.audio.BundledTools;
import dev.sfa.core.audio.DecodeFormat;
import dev.sfa.core.task.CancellationToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A program that takes demucs' options, writes its words, bars and files, and gives the mixture back as each stem. */
final class FakeDemucs {
    private final Path folder;

    private FakeDemucs(Path folder) {
        this.folder = folder;
    }

    static FakeDemucs in(Path folder) throws IOException {
        try (InputStream script = FakeDemucs.class.getResourceAsStream("demucs")) {
            Files.copy(script, folder.resolve("demucs"));
        }
        Files.setPosixFilePermissions(folder.resolve("demucs"), PosixFilePermissions.fromString("rwx------"));
        return new FakeDemucs(folder);
    }

    DemucsProgram program() {
        return new DemucsProgram(folder.resolve("demucs"));
    }

    /** The arguments of its only run. */
    String call() throws IOException {
        List<String> calls = Files.readAllLines(folder.resolve("calls"));
        if (calls.size() != 1) {
            throw new IllegalStateException(calls.size() + " runs");
        }
        return calls.get(0);
    }

    /** The largest sample of the last track it was given. */
    float peak() throws IOException {
        Path heard = folder.resolve("heard.wav");
        float[][] block = new float[2][4096];
        float peak = 0;
        try (AudioStream stream = new AudioDecoder(BundledTools.get())
                .open(
                        heard,
                        new AudioProbe(BundledTools.get()).probe(heard),
                        DecodeFormat.nativeRate(),
                        new CancellationToken())) {
            for (int got = stream.read(block); got >= 0; got = stream.read(block)) {
                for (int i = 0; i < got; i++) {
                    peak = Math.max(peak, Math.max(Math.abs(block[0][i]), Math.abs(block[1][i])));
                }
            }
        }
        return peak;
    }

    /** The process it has started and waits for. */
    Path child() {
        return folder.resolve("child");
    }
}
