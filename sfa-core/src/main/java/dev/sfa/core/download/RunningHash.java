package dev.sfa.core.download;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The SHA-256 of bytes that arrive in blocks, taken by a thread of its own once there are many. The blocks are lent: at most
 * {@value #BLOCKS} are in use, so whoever fills them waits for the hash, not the memory.
 */
final class RunningHash implements Closeable {
    static final int BLOCK_BYTES = 1 << 18;

    private static final int BLOCKS = 4;
    /** A short file is hashed before a thread has started. */
    private static final long ALONE_BYTES = 4L << 20;

    private static final Part END = new Part(null, 0);

    private final MessageDigest digest = Sha256.digest();
    private final BlockingQueue<Part> parts = new ArrayBlockingQueue<>(BLOCKS + 1);
    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BLOCKS);
    private byte[] lent;
    private int made;
    private long bytes;
    private Thread thread;

    private record Part(byte[] block, int length) {}

    /** A block that nobody else uses; the same one until it has been added. */
    byte[] block() {
        if (lent == null) {
            lent = free.poll();
        }
        if (lent == null && made < BLOCKS) {
            made++;
            lent = new byte[BLOCK_BYTES];
        }
        boolean interrupted = false;
        while (lent == null) {
            try {
                lent = free.take();
            } catch (InterruptedException e) {
                // The hash is never far behind.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return lent;
    }

    /** Adds the beginning of a block from {@link #block()}, which must not be used by the caller any more. */
    void update(byte[] block, int length) {
        lent = null;
        bytes += length;
        if (thread == null && bytes < ALONE_BYTES) {
            add(new Part(block, length));
            return;
        }
        if (thread == null) {
            thread = new Thread(this::work, "hash");
            thread.setDaemon(true);
            thread.start();
        }
        put(new Part(block, length));
    }

    /** Adds all bytes of a file. */
    void update(Path file) throws IOException {
        Sha256.update(digest, file);
    }

    private void work() {
        try {
            for (Part part = parts.take(); part != END; part = parts.take()) {
                add(part);
            }
        } catch (InterruptedException e) {
            // Nobody interrupts it.
        }
    }

    private void add(Part part) {
        digest.update(part.block, 0, part.length);
        free.offer(part.block);
    }

    private void put(Part part) {
        boolean interrupted = false;
        while (true) {
            try {
                parts.put(part);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Forgets what was added. */
    void restart() {
        close();
        digest.reset();
        bytes = 0;
    }

    /** Of all that was added, 64 hexadecimal digits; nothing can be added after that. */
    String hex() {
        close();
        return Sha256.hex(digest);
    }

    /** Returns when the thread has ended. */
    @Override
    public void close() {
        if (thread == null) {
            return;
        }
        put(END);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        thread = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
