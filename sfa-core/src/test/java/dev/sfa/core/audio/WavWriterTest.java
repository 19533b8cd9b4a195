package dev.sfa.core.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WavWriterTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "PCM16, pcm_s16le, 1, 8000",
        "PCM16, pcm_s16le, 2, 44100",
        "PCM24, pcm_s24le, 2, 48000",
        "PCM24, pcm_s24le, 1, 44100",
        "FLOAT32, pcm_f32le, 6, 96000",
        "FLOAT32, pcm_f32le, 8, 192000"
    })
    void ffprobeReadsItBack(SampleFormat format, String codec, int channels, int rate) throws Exception {
        float[][] audio = new float[channels][];
        for (int c = 0; c < channels; c++) {
            audio[c] = Sounds.sine(220, rate, rate + 1);
        }
        Path file = Sounds.wav(folder.resolve("a.wav"), audio, rate, format);
        AudioInfo info = new AudioProbe(BundledTools.get()).probe(file);
        assertThat(info.container()).isEqualTo("wav");
        assertThat(info.codec()).isEqualTo(codec);
        assertThat(info.channels()).isEqualTo(channels);
        assertThat(info.sampleRate()).isEqualTo(rate);
        assertThat(info.bitsPerSample()).isEqualTo(format.bits());
        assertThat(info.duration()).isCloseTo((rate + 1) / (double) rate, within(1e-5));
        assertThat(info.lossless()).isTrue();
        // RIFF chunks are padded to an even length.
        long data = (long) (rate + 1) * channels * format.bits() / 8;
        assertThat(Files.size(file)).isEqualTo(68 + data + data % 2);
    }

    @Test
    void theSameAudioGivesTheSameBytes() throws Exception {
        Path one = Sounds.wav(folder.resolve("one.wav"));
        Path two = Sounds.wav(folder.resolve("two.wav"));
        assertThat(one).hasSameBinaryContentAs(two);
    }

    @Test
    void blocksOfAnySizeGiveTheSameBytes() throws Exception {
        float[][] song = Sounds.song(20_000);
        Path whole = Sounds.wav(folder.resolve("whole.wav"), song, 44_100, SampleFormat.PCM24);
        Path parts = folder.resolve("parts.wav");
        try (WavWriter writer = new WavWriter(parts, 44_100, 2, SampleFormat.PCM24)) {
            for (int from = 0; from < 20_000; from += 777) {
                writer.write(song, from, Math.min(777, 20_000 - from));
            }
        }
        assertThat(parts).hasSameBinaryContentAs(whole);
    }

    @Test
    void loudSamplesClipAndSilenceStaysSilent() throws Exception {
        Path file =
                Sounds.wav(folder.resolve("loud.wav"), new float[][] {{2f, -2f, 0f, 0f}}, 44_100, SampleFormat.PCM16);
        byte[] bytes = Files.readAllBytes(file);
        assertThat(bytes).endsWith((byte) 0xff, 0x7f, 0, 0x80, 0, 0, 0, 0);
    }

    @Test
    void anExistingFileIsNotOverwritten() throws Exception {
        Path file = Files.writeString(folder.resolve("mine.wav"), "mine");
        assertThatThrownBy(() -> new WavWriter(file, 44_100, 2, SampleFormat.PCM16))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("mine");
    }
}
