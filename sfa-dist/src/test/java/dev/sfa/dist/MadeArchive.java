package dev.sfa.dist;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The class-data archive of the distribution under test, made once for all tests that do not ask how it is made. It is made
 * at low priority: where the machine has too much else to do, the tests go without.
 */
final class MadeArchive {
    private static final Duration MAKING = Duration.ofSeconds(240);

    private static final Optional<Path> FOLDER = make();

    private MadeArchive() {}

    /** Gives it to a home folder that has none. */
    static void giveTo(Installation sfa) throws IOException {
        if (FOLDER.isEmpty()) {
            return;
        }
        Path folder = sfa.archiveFolder();
        Files.createDirectories(folder.getParent());
        Files.createSymbolicLink(folder, FOLDER.get());
        sfa.with("SFA_ARCHIVE", "on");
    }

    /** Whether one is there, with the note that says what it is of. */
    static boolean isIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".txt"));
        }
    }

    private static Optional<Path> make() {
        try (Installation sfa = Installation.withArchive()) {
            sfa.run("version");
            // Another thread would wait for this class, which is being initialized.
            await().pollInSameThread().atMost(MAKING).until(() -> isIn(sfa.archiveFolder()));
            Path folder = Files.createTempDirectory("sfa-archive");
            List<Path> made;
            try (Stream<Path> files = Files.list(sfa.archiveFolder())) {
                made = files.toList();
            }
            for (Path file : made) {
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
            return Optional.of(folder);
        } catch (ConditionTimeoutException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
