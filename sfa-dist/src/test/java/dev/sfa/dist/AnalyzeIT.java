package dev.sfa.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.protocol.Json;
import dev.sfa.dist.Installation.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code sfa analyze} can be asked for, and how it prints what was found: 112 beats a minute in A minor. */
class AnalyzeIT {
    private static Installation sfa;
    private static String song;
    private static String half;

    @TempDir
    static Path folder;

    @BeforeAll
    static void install() throws IOException {
        sfa = Installation.used();
        song = Recordings.song(folder.resolve("song.wav"), 16).toString();
        half = Recordings.song(folder.resolve("half.wav"), 8).toString();
    }

    @AfterAll
    static void remove() throws IOException {
        sfa.close();
    }

    @Test
    void keysInANotation() throws IOException {
        for (List<String> pair :
                List.of(List.of("standard", "A minor"), List.of("camelot", "8A"), List.of("openkey", "1m"))) {
            Outcome outcome = analyze(song, "--features", "key", "--key-notation", pair.get(0));
            assertThat(outcome.lines()).contains("key\t" + pair.get(1));
        }
        assertThat(sfa.run("analyze", song, "--key-notation", "solfege").exit()).isEqualTo(2);
    }

    @Test
    void temposOfARange() throws IOException {
        assertThat(tempo(analyze(song, "--features", "tempo"))).isBetween(111.0, 113.0);
        assertThat(tempo(analyze(song, "--features", "tempo", "--bpm-range", "40-80")))
                .isBetween(55.5, 56.5);
        Outcome wrong = sfa.run("analyze", song, "--bpm-range", "180-70");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.stderr()).contains("180-70").contains("slower one first");
    }

    @Test
    void aTableWithALineARecording() throws IOException {
        List<String> lines = analyze(song, half, "--features", "tempo,key", "--format", "csv")
                .lines();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("track_id,title,artist,album,duration,file,tempo,");
        assertThat(lines.get(1)).contains(",song,").contains(",A minor,8A,1m,");
        assertThat(lines.get(2)).contains(",half,").contains(",8.0,");
    }

    @Test
    void aTableWithALineAFrame() throws IOException {
        List<String> lines = analyze(half, "--features", "energy", "--frames", "--format", "csv")
                .lines();
        assertThat(lines.get(0)).startsWith("time,").contains("rms");
        assertThat(lines).hasSize(1 + 1 + 8 * 22_050 / 512);
        assertThat(lines.get(1)).startsWith("0.0,");
        Outcome two = sfa.run("analyze", song, half, "--frames", "--format", "csv");
        assertThat(two.exit()).isEqualTo(2);
        assertThat(two.stderr()).contains("name one input");
    }

    @Test
    void documents() throws IOException {
        List<String> json = analyze(song, half, "--features", "tempo,key", "--format", "json")
                .lines();
        assertThat(json).hasSize(2);
        assertThat((Map<String, Object>) Json.parseObject(json.get(0))).containsKeys("tempo", "beats", "key");
        List<String> jams =
                analyze(song, "--features", "tempo,key", "--format", "jams").lines();
        assertThat(jams).hasSize(1);
        List<String> namespaces = ((List<?>) Json.parseObject(jams.get(0)).get("annotations"))
                .stream()
                        .map(annotation -> (String) ((Map<?, ?>) annotation).get("namespace"))
                        .toList();
        assertThat(namespaces).contains("beat", "tempo", "key_mode");
    }

    private static Outcome analyze(String... arguments) throws IOException {
        String[] all = new String[arguments.length + 1];
        all[0] = "analyze";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Outcome outcome = sfa.run(all);
        assertThat(outcome.exit()).as(outcome.stderr()).isZero();
        return outcome;
    }

    private static double tempo(Outcome outcome) {
        return outcome.lines().stream()
                .filter(line -> line.startsWith("tempo\t"))
                .map(line -> Double.parseDouble(line.split("\t")[1].split(" ")[0]))
                .findFirst()
                .orElseThrow();
    }
}
