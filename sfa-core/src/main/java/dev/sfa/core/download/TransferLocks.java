package dev.sfa.core.download;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says which transfers are under way, among all processes: each has a byte of a file locked. A process loses all its locks on a
 * file when it closes it anywhere (fcntl(2)), so it is opened once and stays open.
 */
final class TransferLocks {
    private static final Map<Path, FileChannel> OPEN = new ConcurrentHashMap<>();

    private TransferLocks() {}

    /**
     * Takes a transfer, unless somebody has it already.
     *
     * @param key hexadecimal digits, at least 15
     * @throws IOException where there are no locks
     */
    static Optional<FileLock> take(Path file, String key) throws IOException {
        try {
            FileChannel channel = OPEN.compute(
                    file.toAbsolutePath(), (path, open) -> open != null && open.isOpen() ? open : open(path));
            return Optional.ofNullable(channel.tryLock(Long.parseLong(key.substring(0, 15), 16), 1, false));
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static FileChannel open(Path file) {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void release(FileLock lock) {
        try {
            lock.release();
        } catch (IOException e) {
            // The file has been closed, and with it went the lock.
        }
    }
}
