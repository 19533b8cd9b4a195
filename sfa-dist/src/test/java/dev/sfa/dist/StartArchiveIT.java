package dev.sfa.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.dist.Installation.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The class-data archive: made after the first command, taken by the next, made again for another JVM. */
class StartArchiveIT {
    private static final Duration MAKING = Duration.ofSeconds(600);

    @TempDir
    Path folder;

    @Test
    void theFirstCommandHasItMadeAndTheNextTakesIt() throws Exception {
        try (Installation sfa = Installation.withArchive()) {
            assertThat(sfa.run("version").exit()).isZero();
            await().atMost(MAKING).until(() -> !notes(sfa).isEmpty());
            Path note = notes(sfa).get(0);
            List<String> lines = Files.readAllLines(note);
            assertThat(lines).hasSize(4).doesNotContain("none");

            Path loaded = folder.resolve("loaded");
            Outcome jobs = sfa.with("SFA_JAVA_OPTS", "-Xlog:class+load:file=" + loaded)
                    .run("jobs", "--type", "download", "--no-autostart");
            assertThat(jobs.exit()).isEqualTo(69);
            assertThat(Files.readString(loaded))
                    .containsPattern("dev\\.sfa\\.cli\\.command\\.JobsCommand source: shared objects file")
                    .containsPattern("picocli\\.CommandLine source: shared objects file");
            // What draws on terminals is loaded while somebody waits for the first bar.
            assertThat(holds(
                            archive(note),
                            "org/jline/terminal/impl/AbstractPosixTerminal",
                            "dev/sfa/cli/render/BarLine"))
                    .isTrue();

            // The daemon has one of its own, and does take it: its own log would say if not.
            assertThat(sfa.with("SFA_DAEMON_PORT", "0").run("daemon", "start").exit())
                    .isZero();
            String[] options = sfa.daemon().info().arguments().orElseThrow();
            assertThat(options).anyMatch(option -> option.matches("-XX:(SharedArchiveFile|AOTCache)=.*-daemon-.*"));
            assertThat(Files.readString(sfa.state().resolve("daemon.out")))
                    .doesNotContainIgnoringCase("archive", "AOT");
            assertThat(Files.readString(Path.of("/proc/" + sfa.daemon().pid() + "/maps")))
                    .contains("-daemon-", "/sqlite-");

            // A note about a JVM that was replaced since: its archive is of no use.
            Files.write(note, List.of(lines.get(0), lines.get(1), "16.0.1+9", "-XX:NoSuchOption="));
            assertThat(sfa.run("version").exit()).isZero();
            await().atMost(MAKING).until(() -> Files.readAllLines(note).equals(lines));
        }
    }

    private static Path archive(Path note) {
        return note.resolveSibling(note.getFileName().toString().replaceAll("txt$", "jsa"));
    }

    private static boolean holds(Path archive, String... classes) throws IOException {
        String bytes = Files.readString(archive, StandardCharsets.ISO_8859_1);
        return Stream.of(classes).allMatch(bytes::contains);
    }

    private static List<Path> notes(Installation sfa) throws IOException {
        if (!MadeArchive.isIn(sfa.archiveFolder())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(sfa.archiveFolder())) {
            return files.filter(file -> file.toString().endsWith(".txt")).toList();
        }
    }
}
