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

    /** The folder of a run; a run that does not hear that it was cancelled keeps its own. */
    Folder of(String jobId, int run) {
        return new Folder(root.resolve(jobId + "." + run));
    }

    /** One run's folder, made when it is first asked for: many jobs need none. */
    static final class Folder {
        private final Path path;
        private boolean made;

        private Folder(Path path) {
            this.path = path;
        }

        /** The folder, empty at the first call. */
        synchronized Path make() throws IOException {
            if (!made) {
                delete(path);
                Files.createDirectories(path);
                made = true;
            }
            return path;
        }

        /** What cannot be removed now is at the next start. */
        synchronized void remove() {
            if (made) {
                try {
                    delete(path);
                    made = false;
                } catch (IOException e) {
                    LOG.warn("cannot remove the work folder {}", path, e);
                }
            }
        }
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
