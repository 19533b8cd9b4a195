package dev.sfa.daemon.jobs.run;

import dev.sfa.daemon.jobs.WorkFolders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A folder of complete files that becomes visible by one rename, and stays so when the power fails right after.
 */
final class FinishedFolder {
    private final Path source;
    private final Path target;
    private boolean placed;

    /**
     * @param source the folder below the job's work folder; its files are on the disk already
     * @param target where it belongs, on the same file system
     */
    FinishedFolder(Path source, Path target) {
        this.source = source;
        this.target = target;
    }

    void place() throws IOException {
        Files.createDirectories(target.getParent());
        WorkFolders.delete(target);
        sync(source);
        Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        placed = true;
        sync(target.getParent());
    }

    /** If it was placed: what stands there otherwise is another run's. */
    void takeBack() throws IOException {
        if (placed) {
            WorkFolders.delete(target);
        }
    }

    /** Forces a file, or the entries of a folder, to the disk. Folders cannot be on every system: then they need not. */
    static void sync(Path path) throws IOException {
        boolean folder = Files.isDirectory(path);
        try (FileChannel channel =
                FileChannel.open(path, folder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException e) {
            if (!folder) {
                throw e;
            }
        }
    }
}
