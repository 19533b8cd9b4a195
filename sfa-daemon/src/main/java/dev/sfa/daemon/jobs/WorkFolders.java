package dev.sfa.daemon.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folders that runs write to before their results are complete. */
public final class WorkFolders {
    private static final Logger LOG = LoggerFactory.getLogger(WorkFolders.class);

    private final Path root;

    WorkFolders(Path root) {
        this.root = root;
    }

    /** An empty folder for a run; a run that does not hear that it was cancelled keeps its own. */
    Path create(String jobId, int run) throws IOException {
        Path folder = folder(jobId, run);
        delete(folder);
        return Files.createDirectories(folder);
    }

    /** Removes a run's folder; what cannot be removed now is at the next start. */
    void remove(String jobId, int run) {
        try {
            delete(folder(jobId, run));
        } catch (IOException e) {
            LOG.warn("cannot remove what job {} left in {}", jobId, root, e);
        }
    }

    private Path folder(String jobId, int run) {
        return root.resolve(jobId + "." + run);
    }

    /** Removes what runs of a dead daemon left. */
    void removeAll() {
        try {
            delete(root);
        } catch (IOException e) {
            LOG.warn("cannot remove what dead runs left in {}", root, e);
        }
    }

    /** Deletes a file or a folder with all it holds; links are not followed. */
    public static void delete(Path path) throws IOException {
        if (!Files.exists(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(path)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
