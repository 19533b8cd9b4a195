package dev.sfa.cli.demo;

import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where a demo puts everything: the song, the stems, the picture, and a library of its own, so that the user's is left
 * alone. One demo at a time.
 */
final class DemoFolder implements Closeable {
    private final Path folder;
    private final FileChannel lock;

    private DemoFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Makes the folder ready.
     *
     * @param keep a folder of the user's, which must be empty or not exist yet; null for the cache, where the next demo
     *     takes the place of this one
     * @throws SfaException CANNOT_WRITE when it is not empty or cannot be made, TRY_LATER when another demo is at it
     */
    static DemoFolder prepare(Path keep, SfaPaths user) {
        Path folder = keep == null
                ? user.cache().resolve("demo")
                : keep.toAbsolutePath().normalize();
        try {
            if (keep != null && Files.exists(folder) && !isEmptyFolder(folder)) {
                throw new SfaException(
                        ErrorCode.CANNOT_WRITE,
                        folder + " is there already and not empty; name a new folder for --keep.");
            }
            Files.createDirectories(folder);
            FileChannel lock =
                    FileChannel.open(folder.resolve("demo.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!tryLock(lock)) {
                lock.close();
                throw new SfaException(
                        ErrorCode.TRY_LATER,
                        "Another demo is at work in " + folder + "; wait for it, or use --keep DIR.");
            }
            DemoFolder prepared = new DemoFolder(folder, lock);
            prepared.clear();
            return prepared;
        } catch (IOException e) {
            throw new SfaException(
                    ErrorCode.CANNOT_WRITE, "The folder " + folder + " cannot be made (" + e.getMessage() + ").", e);
        }
    }

    Path resolve(String name) {
        return folder.resolve(name);
    }

    /** The environment of the demo's daemon: folders of its own, any port, an early end if it is forgotten. */
    Map<String, String> environment(Map<String, String> user) {
        Map<String, String> environment = new HashMap<>(user);
        environment.keySet().removeIf(name -> name.equals("SFA_HOME") || name.startsWith("SFA_DAEMON_"));
        for (String kind : List.of("CONFIG", "DATA", "STATE")) {
            environment.put(
                    "XDG_" + kind + "_HOME",
                    folder.resolve("home")
                            .resolve(kind.toLowerCase(java.util.Locale.ROOT))
                            .toString());
        }
        // The unpacked ffmpeg is the same for everybody.
        if (!user.getOrDefault("SFA_HOME", "").isBlank()) {
            environment.put(
                    "XDG_CACHE_HOME",
                    Path.of(user.get("SFA_HOME"), "cache").toAbsolutePath().toString());
        }
        environment.put("SFA_DAEMON_PORT", "0");
        environment.put("SFA_DAEMON_IDLE_MINUTES", "1");
        return environment;
    }

    private void clear() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(folder) && !file.getFileName().toString().equals("demo.lock")) {
                    Files.delete(file);
                }
            }
        }
    }

    private static boolean isEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(folder.resolve("demo.lock"));
        lock.close();
    }
}
