package dev.sfa.core.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.synth.DemoSong;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.CancelledException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioDecoderTest {
    private static final int RATE = DemoSong.SAMPLE_RATE;

    private final FfmpegTools tools = BundledTools.get();

    @TempDir
    Path folder;

    @Test
    void aFloatWavComesBackSampleBySample() throws IOException {
        float[][] song = Sounds.song(100_003);
        Path wav = Sounds.wav(folder.resolve("song.wav"), song, RATE, SampleFormat.FLOAT32);
        assertThat(decode(wav, DecodeFormat.nativeRate())).isDeepEqualTo(song);
    }

    @Test
    void sixteenBitsAreWithinTwoStepsOfTheOriginal() throws IOException {
        float[][] song = Sounds.song(50_000);
        Path wav = Sounds.wav(folder.resolve("song.wav"), song, RATE, SampleFormat.PCM16);
        float[][] back = decode(wav, DecodeFormat.nativeRate());
        for (int i = 0; i < song[0].length; i++) {
            assertThat(back[0][i]).isCloseTo(song[0][i], within(2f / 32768));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kill -9 $$", "kill -15 $$", "exit 255"})
    void aDecoderThatIsKilledIsNotItsInputsFault(String end) throws IOException {
        Path wav = Sounds.wav(folder.resolve("song.wav"), Sounds.song(1_000), RATE, SampleFormat.FLOAT32);
        AudioInfo info = new AudioProbe(tools).probe(wav);
        Path killed = Files.writeString(folder.resolve("ffmpeg"), "#!/bin/sh\n" + end + "\n");
        assertThat(killed.toFile().setExecutable(true)).isTrue();
        FfmpegTools dying =
                new FfmpegTools(killed, tools.ffprobe(), tools.origin(), tools.version(), tools.environment());
        try (AudioStream stream =
                new AudioDecoder(dying).open(wav, info, DecodeFormat.nativeRate(), new CancellationToken())) {
            assertThatThrownBy(() -> stream.read(new float[2][1_000]))
                    .isInstanceOfSatisfying(
                            SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TRY_LATER))
                    .hasMessageContaining("ffmpeg was killed");
        }
    }

    @Test
    void monoIsTheMeanOfTheChannelsNotLouder() throws IOException {
        float[][] song = Sounds.song(RATE);
        Path wav = Sounds.wav(folder.resolve("song.wav"), song, RATE, SampleFormat.FLOAT32);
        float[][] mono = decode(wav, DecodeFormat.monoMean(RATE));
        assertThat(mono).hasNumberOfRows(1);
        assertThat(mono[0]).hasSize(song[0].length);
        for (int i = 0; i < mono[0].length; i++) {
            assertThat(mono[0][i]).isCloseTo((song[0][i] + song[1][i]) / 2, within(1e-6f));
        }
    }

    @ParameterizedTest
    @CsvSource({"8000, 1", "22050, 2", "48000, 3", "96000, 6"})
    void monoKeepsTheLevelOfEqualChannelsAndTheLength(int rate, int channels) throws IOException {
        float[] sine = Sounds.sine(440, rate, 2 * rate);
        float[][] audio = new float[channels][];
        Arrays.fill(audio, sine);
        Path wav = Sounds.wav(folder.resolve("sine.wav"), audio, rate, SampleFormat.FLOAT32);
        float[] mono = decode(wav, DecodeFormat.monoMean(22_050))[0];
        assertThat(mono.length).isCloseTo(2 * 22_050, within(2));
        // Without the ends, where the resampler's filter reaches beyond the sound.
        assertThat(peak(Arrays.copyOfRange(mono, 1000, mono.length - 1000))).isCloseTo(0.5f, within(0.005f));
    }

    @ParameterizedTest
    @CsvSource({
        "song.flac, '', 0, true",
        "song.m4a, '-c:a alac', 0, true",
        "song.mp3, '-b:a 192k', 0, false",
        "song.opus, '-ar 48000 -b:a 128k', 2, false",
        "song.ogg, '-strict -2 -c:a vorbis', 1024, false",
        "song.m4a, '-c:a aac -b:a 192k', 1024, false",
        "song.wav, '-c:a pcm_s24le', 0, true"
    })
    void everyFormatComesBackAsLongAsItWas(String name, String options, int slack, boolean lossless) throws Exception {
        float[][] song = Sounds.song(3 * RATE + 1234);
        Path wav = Sounds.wav(folder.resolve("original.wav"), song, RATE, SampleFormat.PCM16);
        Path encoded = Sounds.encode(wav, folder.resolve(name), options.isEmpty() ? new String[0] : options.split(" "));
        AudioInfo info = new AudioProbe(tools).probe(encoded);
        float[][] back = decode(encoded, DecodeFormat.nativeRate());
        assertThat(info.lossless()).isEqualTo(lossless);
        assertThat(back).hasNumberOfRows(2);
        double expected = song[0].length * (double) info.sampleRate() / RATE;
        assertThat((double) back[0].length).isBetween(expected - 1, expected + 1 + slack);
        float[][] original = decode(wav, DecodeFormat.nativeRate());
        if (lossless) {
            assertThat(back).isDeepEqualTo(original);
        } else {
            assertThat(decode(encoded, DecodeFormat.monoMean(22_050))[0].length)
                    .isCloseTo(song[0].length / 2, within(2 + slack));
        }
    }

    @Test
    void eightKilohertzMono() throws IOException {
        Path wav = Sounds.wav(
                folder.resolve("call.wav"), new float[][] {Sounds.sine(300, 8000, 8000)}, 8000, SampleFormat.PCM16);
        float[][] back = decode(wav, DecodeFormat.nativeRate());
        assertThat(back).hasNumberOfRows(1);
        assertThat(back[0]).hasSize(8000);
    }

    @Test
    void sixChannelsAtNinetySixKilohertzKeepTheirOrder() throws Exception {
        float[][] surround = new float[6][];
        for (int c = 0; c < 6; c++) {
            surround[c] = Sounds.sine(100 * (c + 1), 96_000, 96_000);
        }
        Path wav = Sounds.wav(folder.resolve("film.wav"), surround, 96_000, SampleFormat.PCM24);
        Path flac = Sounds.encode(wav, folder.resolve("film.flac"));
        float[][] back = decode(flac, DecodeFormat.nativeRate());
        assertThat(back).hasNumberOfRows(6);
        for (int c = 0; c < 6; c++) {
            assertThat(back[c]).hasSize(96_000);
            for (int i = 0; i < back[c].length; i += 97) {
                assertThat(back[c][i]).isCloseTo(surround[c][i], within(1e-6f));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "hungarian-dance-5.ogg, 44100, 2",
        "speech-detective-story.ogg, 16000, 1",
        "trumpet-loop.ogg, 44100, 2",
        "vibe-ace.ogg, 44100, 2"
    })
    void realRecordings(String name, int rate, int channels) throws IOException {
        Path shared = Path.of(System.getProperty("sfa.shared", "")).resolve("audio");
        assumeTrue(Files.isDirectory(shared), "no recordings beside the checkout");
        Path file = shared.resolve(name);
        AudioInfo info = new AudioProbe(tools).probe(file);
        assertThat(info.sampleRate()).isEqualTo(rate);
        assertThat(info.channels()).isEqualTo(channels);
        float[][] audio = decode(file, DecodeFormat.nativeRate());
        assertThat(audio).hasNumberOfRows(channels);
        assertThat(audio[0].length / (double) rate).isCloseTo(info.duration(), within(0.01));
        assertThat(peak(audio[0])).isBetween(0.05f, 1.5f);
    }

    @Test
    void aNameWithEverythingAShellOrFfmpegWouldMisread() throws IOException {
        Path wav = Sounds.wav(folder.resolve("-i %d 'x' \"y\" $HOME | a:b ; #1 ñ 日本.wav"));
        assertThat(decode(wav, DecodeFormat.nativeRate())[0]).hasSize(2 * RATE);
    }

    @Test
    void aCutFlacIsDamagedAndSaysAfterHowLong() throws Exception {
        Path flac = cutFlac();
        AudioInfo info = new AudioProbe(tools).probe(flac);
        assertThat(info.duration()).isCloseTo(2, within(0.01));
        assertThatThrownBy(() -> decode(flac, DecodeFormat.nativeRate()))
                .isInstanceOfSatisfying(SfaException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.NOT_AUDIO);
                    assertThat(e.getMessage()).matches("(?s)cut\\.flac is damaged after [01]\\.\\d s.*");
                });
    }

    @Test
    void cancellingKillsTheDecoderAndTheReaderHearsOfIt() throws Exception {
        Path wav = Sounds.wav(folder.resolve("song.wav"), Sounds.song(30 * RATE), RATE, SampleFormat.FLOAT32);
        CancellationToken token = new CancellationToken();
        AudioInfo info = new AudioProbe(tools).probe(wav);
        try (AudioStream stream = new AudioDecoder(tools).open(wav, info, DecodeFormat.nativeRate(), token)) {
            float[][] buffer = new float[2][1024];
            assertThat(stream.read(buffer)).isEqualTo(1024);
            await().until(() -> decoders() == 1);
            token.cancel();
            await().atMost(Duration.ofSeconds(5)).until(() -> decoders() == 0);
            assertThatThrownBy(() -> stream.read(buffer)).isInstanceOf(CancelledException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void closingEarlyLeavesNoProcess(boolean afterReading) throws Exception {
        Path wav = Sounds.wav(folder.resolve("song.wav"), Sounds.song(30 * RATE), RATE, SampleFormat.FLOAT32);
        AudioInfo info = new AudioProbe(tools).probe(wav);
        AudioStream stream =
                new AudioDecoder(tools).open(wav, info, DecodeFormat.nativeRate(), new CancellationToken());
        if (afterReading) {
            stream.read(new float[2][100]);
        }
        stream.close();
        await().atMost(Duration.ofSeconds(5)).until(() -> decoders() == 0);
    }

    private Path cutFlac() throws Exception {
        Path whole = Sounds.encode(Sounds.wav(folder.resolve("whole.wav")), folder.resolve("whole.flac"));
        byte[] bytes = Files.readAllBytes(whole);
        return Files.write(folder.resolve("cut.flac"), Arrays.copyOf(bytes, bytes.length / 2));
    }

    private static long decoders() {
        return ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .filter(child -> child.info().command().orElse("").endsWith("ffmpeg"))
                .count();
    }

    private float[][] decode(Path file, DecodeFormat format) throws IOException {
        AudioInfo info = new AudioProbe(tools).probe(file);
        try (AudioStream stream = new AudioDecoder(tools).open(file, info, format, new CancellationToken())) {
            float[][] all = new float[stream.channels()][0];
            float[][] block = new float[stream.channels()][4096];
            int frames = 0;
            for (int n = stream.read(block); n >= 0; n = stream.read(block)) {
                for (int c = 0; c < all.length; c++) {
                    if (all[c].length < frames + n) {
                        all[c] = Arrays.copyOf(all[c], Math.max(frames + n, 2 * all[c].length));
                    }
                    System.arraycopy(block[c], 0, all[c], frames, n);
                }
                frames += n;
            }
            for (int c = 0; c < all.length; c++) {
                all[c] = Arrays.copyOf(all[c], frames);
            }
            return all;
        }
    }

    private static float peak(float[] samples) {
        float peak = 0;
        for (float sample : samples) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }
}
