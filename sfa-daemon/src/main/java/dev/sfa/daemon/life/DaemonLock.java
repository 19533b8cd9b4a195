package dev.sfa.daemon.life;

import dev.sfa.core.config.DaemonRegistry;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to be the daemon of a state folder: a lock on {@code daemon.lock}, which the operating system takes back
 * when the process ends, however it ends. The file itself stays.
 */
public final class DaemonLock implements Closeable {
    private final FileChannel channel;

    private DaemonLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws SfaException (TRY_LATER) when another daemon holds the lock */
    public static DaemonLock acquire(SfaPaths paths) throws IOException {
        Path file = paths.daemonLock();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        if (lock == null) {
            channel.close();
            throw new SfaException(ErrorCode.TRY_LATER, holder(paths));
        }
        return new DaemonLock(channel);
    }

    private static String holder(SfaPaths paths) throws IOException {
        String who = DaemonRegistry.read(paths.daemonRegistry())
                .map(registry -> " (process " + registry.pid() + " at " + registry.url() + ")")
                .orElse("");
        return "A daemon" + who + " already runs on " + paths.state()
                + "; use it, stop it with \"sfa daemon stop\", or set SFA_HOME to another folder.";
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
