package dev.sfa.core.audio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.task.CancellationToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WavTagsTest {
    private static final int FRAMES = 333;

    @TempDir
    private Path folder;

    @Test
    void ffmpegReadsThemAndTheSoundIsAsBefore() throws IOException {
        FfmpegTools tools = BundledTools.get();
        // An odd number of bytes: the chunk behind them begins at an even one.
        Path file = folder.resolve("a.wav");
        float[][] sound = new float[1][FRAMES];
        Arrays.fill(sound[0], 0.25f);
        try (WavWriter writer = new WavWriter(file, 44_100, 1, SampleFormat.PCM24)) {
            writer.write(sound, 0, FRAMES);
        }
        WavTags.append(
                file,
                Map.of("title", "Größe", "artist", "A", "album", "even", "date", "1999", "track", "7", "lyrics", "no"),
                Optional.empty());
        AudioInfo info = new AudioProbe(tools).probe(file);
        assertThat(info.tags())
                .containsEntry("title", "Größe")
                .containsEntry("artist", "A")
                .containsEntry("album", "even")
                .containsEntry("date", "1999")
                .containsEntry("track", "7")
                .doesNotContainKey("lyrics");
        float[][] read = new float[1][2 * FRAMES];
        try (AudioStream stream =
                new AudioDecoder(tools).open(file, info, DecodeFormat.nativeRate(), new CancellationToken())) {
            assertThat(stream.read(read)).isEqualTo(FRAMES);
        }
        assertThat(read[0][FRAMES - 1]).isCloseTo(0.25f, org.assertj.core.data.Offset.offset(1e-6f));
        byte[] bytes = Files.readAllBytes(file);
        assertThat(java.nio.ByteBuffer.wrap(bytes)
                        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                        .getInt(4))
                .as("RIFF counts all of the file")
                .isEqualTo(bytes.length - 8);
    }

    @Test
    void withoutTagsTheFileStaysAsItIs() throws IOException {
        Path file = folder.resolve("b.wav");
        try (WavWriter writer = new WavWriter(file, 8_000, 2, SampleFormat.FLOAT32)) {
            writer.write(new float[2][10], 0, 10);
        }
        byte[] before = Files.readAllBytes(file);
        WavTags.append(file, Map.of("lyrics", "no", "title", " "), Optional.empty());
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }
}
