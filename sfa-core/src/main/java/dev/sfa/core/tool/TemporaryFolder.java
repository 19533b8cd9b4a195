package dev.sfa.core.tool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for as long as it is needed: closing it deletes it and what is in it.
 *
 * @param path exists and is nobody else's
 */
public record TemporaryFolder(Path path) implements Closeable {
    /** A new one in {@code parent}, which exists. */
    public static TemporaryFolder in(Path parent, String prefix) throws IOException {
        return new TemporaryFolder(Files.createTempDirectory(parent, prefix));
    }

    /** A file or folder of that name in it. */
    public Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() {
        delete(path);
    }

    /** Deletes a folder with all that is in it, as far as that can be done. */
    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> found = Files.walk(folder)) {
            List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // The work folder is swept when the daemon starts; the outcome matters more.
        }
    }
}
