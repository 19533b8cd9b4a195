package dev.sfa.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sfa.dist.Installation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code sfa pipeline} over what people have on their disks. */
class FormatsIT {
    private static Installation sfa;
    private static Path source;
    private static Recordings recordings;

    @TempDir
    static Path folder;

    @BeforeAll
    static void install() throws Exception {
        sfa = Installation.used();
        recordings = new Recordings(folder.resolve("tools"));
        Optional<Path> audio = Installation.shared("audio");
        source = audio.isPresent()
                ? recordings.encode(
                        audio.get().resolve("vibe-ace.ogg"), folder.resolve("source.wav"), "-ss", "10", "-t", "8")
                : Recordings.song(folder.resolve("source.wav"), 8);
    }

    @AfterAll
    static void remove() throws IOException {
        sfa.close();
    }

    @ParameterizedTest
    @CsvSource({
        "tone.mp3,  -c:a libmp3lame -b:a 192k",
        "tone.m4a,  -c:a aac -b:a 160k",
        "tone.opus, -c:a libopus -b:a 96k",
        "tone.flac, -c:a flac",
        "24-bit.wav, -c:a pcm_s24le",
        "narrow.wav, -ar 8000 -ac 1 -c:a pcm_s16le",
        "wide.wav, -af pan=5.1|FL=FL|FR=FR|FC=0.5*FL+0.5*FR|LFE=0.2*FL|BL=0.5*FL|BR=0.5*FR -ar 96000 -c:a pcm_s24le"
    })
    void format(String name, String options) throws Exception {
        Path file = recordings.encode(source, folder.resolve(name), options.split(" "));
        pipelineGivesStemsAndAnalysis(file);
    }

    @Test
    void recordingsOfReference() throws Exception {
        Optional<Path> audio = Installation.shared("audio");
        assumeTrue(audio.isPresent(), "there are no reference recordings beside the checkout");
        try (Stream<Path> files = Files.list(audio.get())) {
            List<Path> recordings =
                    files.filter(file -> file.toString().endsWith(".ogg")).toList();
            assertThat(recordings).isNotEmpty();
            for (Path recording : recordings) {
                pipelineGivesStemsAndAnalysis(recording);
            }
        }
    }

    private static void pipelineGivesStemsAndAnalysis(Path file) throws IOException {
        Outcome outcome = sfa.run("pipeline", file.toString());
        assertThat(outcome.exit()).as(outcome.stderr()).isZero();
        for (String stem : new String[] {"vocals", "drums", "bass", "other"}) {
            String path = outcome.lines().stream()
                    .filter(line -> line.startsWith(stem + "\t"))
                    .map(line -> line.split("\t")[1])
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(outcome));
            assertThat(Path.of(path)).isNotEmptyFile();
        }
        assertThat(outcome.stdout()).containsPattern("(?m)^tempo\t").containsPattern("(?m)^key\t");
    }
}
