package dev.sfa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of what came out, where {@code -o} and {@code -P} say. */
class OutputTest extends CommandTest {
    private static final String SEPARATION = "5e000000-0000-4000-8000-000000000002";
    private static final String TRACK = "7a000000-0000-4000-8000-000000000001";

    @TempDir
    Path target;

    @BeforeEach
    void start() throws IOException {
        Path stems = SfaPaths.under(home).stems().resolve(SEPARATION);
        Files.createDirectories(stems);
        Files.writeString(stems.resolve("vocals.wav"), "la la");
        Files.writeString(stems.resolve("drums.wav"), "bum");
        List<Map<String, Object>> result = List.of(
                Map.of("type", "vocals", "path", "/files/stems/" + SEPARATION + "/vocals.wav", "file_size", 5),
                Map.of("type", "drums", "path", "/files/stems/" + SEPARATION + "/drums.wav", "file_size", 3));
        daemon.data("GET /api/tracks/" + TRACK, Map.of("id", TRACK, "title", "Song/1", "artist", "Band", "album", ""));
        daemon.data(
                "POST /api/processing/separate",
                FakeDaemon.job(SEPARATION, JobType.PROCESSING, JobStatus.COMPLETED, Map.of("stems", result))
                        .toJson());
    }

    @Test
    void aTemplateNamesTheCopies() {
        Outcome outcome = run("separate", "-q", TRACK, "-o", target + "/{album|no album}/{title}.{stem}.{ext}");
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        Path vocals = target.resolve("no album/Song_1.vocals.wav");
        assertThat(vocals).hasContent("la la");
        assertThat(target.resolve("no album/Song_1.drums.wav")).hasContent("bum");
        assertThat(outcome.out()).contains("vocals\t" + vocals + "\t5\n");
    }

    @Test
    void aFolderAloneIsEnough() throws IOException {
        Path vocals = target.resolve("Band - Song_1/vocals.wav");
        assertThat(run("separate", "-q", TRACK, "-P", target.toString()).exit()).isZero();
        assertThat(vocals).hasContent("la la");
        Files.writeString(vocals, "mine");
        assertThat(run("separate", "-q", TRACK, "-P", target.toString()).exit()).isZero();
        assertThat(vocals).hasContent("mine");
        Outcome refused = run("separate", "-q", TRACK, "-P", target.toString(), "--if-exists", "fail");
        assertThat(refused.exit()).isEqualTo(73);
        assertThat(refused.err()).contains("is there already").hasLineCount(1);
        run("separate", "-q", TRACK, "-P", target.toString(), "--if-exists", "rename");
        assertThat(target.resolve("Band - Song_1/vocals (2).wav")).hasContent("la la");
    }

    @Test
    void whatCannotWorkIsRefusedBeforeAnythingIsSubmitted() {
        refused("gives all stems one name", "separate", TRACK, "-o", "{title}.wav");
        refused("did you mean {title}", "separate", TRACK, "-o", "{titel}/{stem}.wav");
        refused("gives several songs one name", "separate", TRACK, TRACK, "-o", "{stem}.wav");
        refused("leave out one of them", "separate", "-d", TRACK, "-P", target.toString());
        assertThat(daemon.requests()).isEmpty();
    }

    private void refused(String why, String... arguments) {
        Outcome outcome = run(arguments);
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).contains(why);
    }
}
