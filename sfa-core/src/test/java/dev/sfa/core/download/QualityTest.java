package dev.sfa.core.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sfa.core.audio.AudioInfo;
import dev.sfa.core.audio.AudioProbe;
import dev.sfa.core.audio.BundledTools;
import dev.sfa.core.audio.SampleFormat;
import dev.sfa.core.audio.Sounds;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualityTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        // what there is, what is asked for, what comes out
        "a.flac, '', lossless, flac, flac, true",
        "a.wav, '', lossless, flac, flac, true",
        "a.m4a, '-c:a alac', lossless, flac, flac, true",
        "a.mp3, '-b:a 128k', lossless, mp3, mp3, false",
        "a.flac, '', high, mp3, mp3, false",
        "a.wav, '', low, mp3, mp3, false",
        "a.mp3, '-b:a 320k', medium, mp3, mp3, false",
        "a.mp3, '-b:a 128k', medium, mp3, mp3, false",
        "a.opus, '-ar 48000 -b:a 96k', low, opus, opus, false",
        "a.wma, '-c:a wmav2 -b:a 64k', high, mp3, mp3, false",
        "a.wav, '-c:a pcm_f32le', lossless, pcm_f32le, wav, true",
        "a.wv, '-c:a wavpack -sample_fmt s16p', lossless, flac, flac, true",
        "a.wv, '-c:a wavpack -sample_fmt s32p', lossless, wavpack, wv, true",
        "a.wv, '-c:a wavpack -sample_fmt fltp', lossless, wavpack, wv, true",
        "a.tta, '-c:a tta -sample_fmt s16', lossless, flac, flac, true",
        "a.flac, '-ac 6 -ar 96000', medium, mp3, mp3, false",
        "a.flac, '-ac 1 -ar 8000', high, mp3, mp3, false"
    })
    void encodesOnlyWhatIsBetterThanAsked(
            String name, String options, String quality, String codec, String extension, boolean lossless)
            throws Exception {
        Path wav = Sounds.wav(folder.resolve("original.wav"));
        Path file = Sounds.encode(wav, folder.resolve(name), options.isEmpty() ? new String[0] : options.split(" "));
        AudioInfo before = new AudioProbe(BundledTools.get()).probe(file);
        List<Double> fractions = new ArrayList<>();
        Downloaded downloaded = new Downloader(BundledTools.get())
                .fetch(
                        new DownloadRequest(
                                file.toString(), folder.resolve("work"), 1 << 30, Quality.of(quality), 0, false),
                        (fraction, message) -> fractions.add(fraction),
                        new CancellationToken());
        assertThat(downloaded.info().codec()).isEqualTo(codec);
        assertThat(downloaded.info().lossless()).isEqualTo(lossless);
        assertThat(downloaded.sourceFormat()).isEqualTo(before.codec());
        assertThat(downloaded.info().duration()).isCloseTo(2, within(0.1));
        assertThat(downloaded.file()).isEqualTo(folder.resolve("work/a." + extension));
        assertThat(downloaded.size()).isEqualTo(Files.size(downloaded.file()));
        assertThat(downloaded.sha256()).contains(Sha256.of(downloaded.file()));
        assertThat(fractions).isSorted().endsWith(1.0);
        assertThat(folder.resolve("work")).isDirectoryContaining(path -> path.equals(downloaded.file()));
        assertThat(folder.resolve("work").toFile().list()).hasSize(1);
        boolean same = before.codec().equals(codec) && !quality.equals("lossless");
        if (same && before.bitRate() <= 200_000) {
            assertThat(downloaded.file()).hasSameBinaryContentAs(file);
        }
    }

    @Test
    void aRateAskedForIsTheRateThatComesOut() throws Exception {
        Path wav = Sounds.wav(folder.resolve("a.wav"));
        assertThat(fetch(wav, Quality.HIGH).info().bitRate()).isCloseTo(320_000, within(8000L));
        assertThat(fetch(wav, Quality.MEDIUM).info().bitRate()).isCloseTo(192_000, within(8000L));
        assertThat(fetch(wav, Quality.LOW).info().bitRate()).isCloseTo(128_000, within(8000L));
    }

    @Test
    void twentyFourBitsStayTwentyFourBits() throws Exception {
        Path wav = Sounds.wav(folder.resolve("a.wav"), Sounds.song(44_100), 44_100, SampleFormat.PCM24);
        assertThat(fetch(wav, Quality.LOSSLESS).info().bitsPerSample()).isEqualTo(24);
    }

    @Test
    void tagsAndCoverSurvive() throws Exception {
        Path wav = Sounds.wav(folder.resolve("a.wav"));
        Path picture = Sounds.encode(wav, folder.resolve("p.png"), "-filter_complex", "showwavespic", "-frames:v", "1");
        Path flac = Sounds.encode(
                wav,
                folder.resolve("a.flac"),
                ("-i " + picture
                                + " -map 0:a -map 1:v -disposition:v attached_pic -metadata title=T -metadata artist=A")
                        .split(" "));
        Downloaded downloaded = fetch(flac, Quality.LOW);
        assertThat(downloaded.info().tags()).containsEntry("title", "T").containsEntry("artist", "A");
        Path back = Sounds.encode(downloaded.file(), folder.resolve("back.png"), "-map", "0:v:0", "-frames:v", "1");
        assertThat(back).isNotEmptyFile();
    }

    @Test
    void anUnknownWordIsRefused() {
        assertThatThrownBy(() -> Quality.of("best"))
                .isInstanceOf(SfaException.class)
                .hasMessageContaining("original, lossless, high, medium, low");
    }

    private Downloaded fetch(Path file, Quality quality) {
        return new Downloader(BundledTools.get())
                .fetch(
                        new DownloadRequest(
                                file.toString(), folder.resolve(quality.wireName()), 1 << 30, quality, 0, false),
                        (fraction, message) -> {},
                        new CancellationToken());
    }
}
