package dev.sfa.core.separation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sfa.core.audio.AudioDecoder;
import dev.sfa.core.audio.AudioProbe;
import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.audio.DecodeFormat;
import dev.sfa.core.audio.FfmpegLocator;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The promised quality, over the songs with true stems; {@code bench/separation} prints the figures. */
@Tag("long")
class SongQualityTest {
    private static final List<StemType> STEMS = List.of(StemType.VOCALS, StemType.DRUMS, StemType.BASS, StemType.OTHER);

    @TempDir
    private Path home;

    @ParameterizedTest
    @CsvSource({"FAST, 5.2, 4.7, 5.2, 6.2, 4.8", "BALANCED, 5.9, 5.9, 5.5, 6.4, 5.4", "BEST, 6.2, 6.3, 5.8, 6.6, 5.7"})
    void meanSdrOverTheSongs(Quality quality, double least, double vocals, double drums, double bass, double other)
            throws IOException {
        Path folder = Path.of(System.getProperty("sfa.shared", "../../shared"), "songs");
        assumeTrue(Files.isDirectory(folder), "no songs with true stems beside the checkout");
        SfaPaths paths = SfaPaths.under(home);
        FfmpegTools tools = new FfmpegLocator(Settings.none(), paths, Map.of()).locate();
        List<Path> songs;
        try (Stream<Path> files = Files.list(folder)) {
            songs = files.filter(Files::isDirectory).sorted().toList();
        }
        Map<StemType, Double> sums = new EnumMap<>(StemType.class);
        for (Path song : songs) {
            CollectedStems stems = new CollectedStems(2);
            try (AudioStream mixture = open(tools, song.resolve("mixture.flac"))) {
                new DspSeparator(quality).separate(mixture, stems, ProgressListener.NONE, new CancellationToken());
            }
            for (StemType stem : STEMS) {
                CollectedStems truth = new CollectedStems(2);
                float[][] piece = new float[2][65_536];
                try (AudioStream stream = open(tools, song.resolve(stem.wireName() + ".flac"))) {
                    for (int got = stream.read(piece); got > 0; got = stream.read(piece)) {
                        truth.write(stem, piece, 0, got);
                    }
                }
                sums.merge(
                        stem,
                        SignalToDistortion.of(truth.samples(stem), stems.samples(stem)) / songs.size(),
                        Double::sum);
            }
        }
        assertThat(sums.values().stream().mapToDouble(sdr -> sdr).average().orElseThrow())
                .isGreaterThan(least);
        assertThat(sums.get(StemType.VOCALS)).isGreaterThan(vocals);
        assertThat(sums.get(StemType.DRUMS)).isGreaterThan(drums);
        assertThat(sums.get(StemType.BASS)).isGreaterThan(bass);
        assertThat(sums.get(StemType.OTHER)).isGreaterThan(other);
    }

    private static AudioStream open(FfmpegTools tools, Path file) throws IOException {
        return new AudioDecoder(tools)
                .open(file, new AudioProbe(tools).probe(file), DecodeFormat.nativeRate(), new CancellationToken());
    }
}
