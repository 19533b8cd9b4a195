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
    @CsvSource({"FAST, 5.2", "BALANCED, 5.9", "BEST, 5.9"})
    void meanSdrOverTheSongs(Quality quality, double least) throws IOException {
        Path folder = Path.of(System.getProperty("sfa.shared", "../../shared"), "songs");
        assumeTrue(Files.isDirectory(folder), "no songs with true stems beside the checkout");
        SfaPaths paths = SfaPaths.under(home);
        FfmpegTools tools = new FfmpegLocator(Settings.none(), paths, Map.of()).locate();
        List<Path> songs;
        try (Stream<Path> files = Files.list(folder)) {
            songs = files.filter(Files::isDirectory).sorted().toList();
        }
        double sum = 0;
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
                sum += SignalToDistortion.of(truth.samples(stem), stems.samples(stem));
            }
        }
        assertThat(sum / (songs.size() * STEMS.size())).isGreaterThan(least);
    }

    private static AudioStream open(FfmpegTools tools, Path file) throws IOException {
        return new AudioDecoder(tools)
                .open(file, new AudioProbe(tools).probe(file), DecodeFormat.nativeRate(), new CancellationToken());
    }
}
