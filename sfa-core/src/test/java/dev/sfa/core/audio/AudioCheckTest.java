package dev.sfa.core.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.synth.DemoSong;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.CancelledException;
import dev.sfa.core.task.ProgressListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioCheckTest {
    private final AudioCheck check = new AudioCheck(BundledTools.get());

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"a.wav, ''", "a.flac, ''", "a.mp3, ''", "a.m4a, '-c:a aac'", "a.opus, '-ar 48000'", "a.w64, ''"})
    void aWholeFilePassesWithItsMeasuredDuration(String name, String options) throws Exception {
        Path wav = Sounds.wav(folder.resolve("original.wav"));
        Path file = Sounds.encode(wav, folder.resolve(name), options.isEmpty() ? new String[0] : options.split(" "));
        List<Double> fractions = new ArrayList<>();
        AudioInfo info = check.check(file, (fraction, message) -> fractions.add(fraction), new CancellationToken());
        assertThat(info.duration()).isCloseTo(2, within(0.05));
        assertThat(fractions).isNotEmpty().isSorted().allMatch(f -> f >= 0 && f <= 1);
    }

    @ParameterizedTest
    @CsvSource({"a.wav, ''", "a.flac, ''", "a.m4a, '-c:a aac -movflags +faststart'", "a.aiff, ''"})
    void aCutFileIsDamaged(String name, String options) throws Exception {
        Path wav = Sounds.wav(folder.resolve("original.wav"));
        Path file = Sounds.encode(wav, folder.resolve(name), options.isEmpty() ? new String[0] : options.split(" "));
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        fails(file, name);
    }

    @Test
    void aFilmThatGoesOnAfterItsSoundIsWhole() throws Exception {
        Path wav = Sounds.wav(folder.resolve("original.wav"));
        Path film = Sounds.encode(
                wav,
                folder.resolve("film.mp4"),
                "-f",
                "lavfi",
                "-i",
                "color=s=16x16:r=5:d=4",
                "-c:a",
                "aac",
                "-c:v",
                "mpeg4");
        assertThat(check.check(film, ProgressListener.NONE, new CancellationToken())
                        .duration())
                .isCloseTo(2, within(0.05));
    }

    @Test
    void anMp4WithoutItsIndexIsNotAudio() throws Exception {
        Path file = Sounds.encode(Sounds.wav(folder.resolve("original.wav")), folder.resolve("a.m4a"), "-c:a", "aac");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        fails(file, "a.m4a is not readable as audio");
    }

    @Test
    void anEmptyFile() throws Exception {
        fails(Files.createFile(folder.resolve("empty.flac")), "empty.flac is empty");
    }

    @Test
    void textNamedMp3() throws Exception {
        fails(Files.writeString(folder.resolve("notes.mp3"), "la la la\n".repeat(2000)), "notes.mp3");
    }

    @Test
    void aHeaderWithoutSound() throws Exception {
        Path file = Sounds.wav(folder.resolve("none.wav"), new float[2][0], 44_100, SampleFormat.PCM16);
        fails(file, "none.wav");
    }

    @ParameterizedTest
    @CsvSource({"PCM16, 88200", "PCM24, 1", "FLOAT32, 44101"})
    void plainSamplesLastAsLongAsTheyAre(SampleFormat format, int frames) throws Exception {
        Path file = Sounds.wav(folder.resolve("song.wav"), Sounds.song(frames), 44_100, format);
        List<String> messages = new ArrayList<>();
        AudioInfo info = check.check(file, (fraction, message) -> messages.add(message), new CancellationToken());
        assertThat(info.duration()).isEqualTo(frames / 44_100.0);
        assertThat(messages).as("not decoded").hasSize(1);

        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        fails(file, "song.wav is damaged: 1 of its");
    }

    @Test
    void chunksBeforeTheSamplesAreNotSound() throws Exception {
        Path wav = Sounds.wav(folder.resolve("original.wav"));
        Path tagged = Sounds.encode(wav, folder.resolve("a.wav"), "-metadata", "title=odd", "-c:a", "pcm_s24le");
        Path unknown = Sounds.encode(wav, folder.resolve("b.wav"), "-f", "wav", "-c:a", "pcm_mulaw");
        for (Path file : List.of(tagged, unknown)) {
            AudioInfo info = check.check(file, ProgressListener.NONE, new CancellationToken());
            assertThat(info.duration()).isCloseTo(2, within(1e-6));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"song.wav", "song.flac"})
    void cancellingEndsIt(String name) throws Exception {
        Path wav = Sounds.wav(
                folder.resolve("original.wav"),
                Sounds.song(30 * DemoSong.SAMPLE_RATE),
                DemoSong.SAMPLE_RATE,
                SampleFormat.PCM16);
        Path file = Sounds.encode(wav, folder.resolve(name));
        CancellationToken token = new CancellationToken();
        token.cancel();
        assertThatThrownBy(() -> check.check(file, ProgressListener.NONE, token))
                .isInstanceOf(CancelledException.class);
    }

    private void fails(Path file, String words) {
        assertThatThrownBy(() -> check.check(file, ProgressListener.NONE, new CancellationToken()))
                .isInstanceOfSatisfying(SfaException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.NOT_AUDIO);
                    assertThat(e).hasMessageContaining(words);
                });
    }
}
