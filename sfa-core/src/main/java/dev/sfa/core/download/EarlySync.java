package dev.sfa.core.download;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;

/** Forces a growing file to the disk portion by portion, in a thread of its own, so that little is left for the end. */
final class EarlySync implements Closeable {
    private static final long PORTION_BYTES = 32L << 20;
    /** What comes slowly is forced as often. */
    private static final long PORTION_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final FileChannel channel;
    private long unsynced;
    private long last = System.nanoTime();
    private boolean due;
    private long synced;
    private int beginnings;
    private boolean ended;
    private IOException failure;
    private Thread thread;

    EarlySync(FileChannel channel) {
        this.channel = channel;
    }

    /** So many more bytes are in the file, by way of the system's cache. */
    synchronized void written(int bytes) {
        unsynced += bytes;
        forceIfDue();
    }

    /** More bytes are in the file, past the cache: only the system's notes of where they are have to be forced. */
    synchronized void writtenThrough() {
        forceIfDue();
    }

    private void forceIfDue() {
        if (unsynced < PORTION_BYTES && System.nanoTime() - last < PORTION_NANOS) {
            return;
        }
        due = true;
        if (thread == null) {
            thread = new Thread(this::work, "sync");
            thread.setDaemon(true);
            thread.start();
        }
        notifyAll();
    }

    /** How much of the file's beginning is on the disk for certain; it may be more. */
    synchronized long synced() {
        return synced;
    }

    /** The file is about to become shorter. */
    synchronized void startAgain() {
        synced = 0;
        beginnings++;
    }

    private void work() {
        try {
            while (awaitPortion()) {
                int beginning = beginning();
                long size = channel.size();
                channel.force(false);
                note(beginning, size);
            }
        } catch (IOException e) {
            fail(e);
        } catch (RuntimeException | Error e) {
            // Whatever it is, the disk may not have the bytes.
            fail(new IOException(e));
        }
    }

    private synchronized int beginning() {
        return beginnings;
    }

    private synchronized void note(int beginning, long size) {
        if (beginning == beginnings) {
            synced = size;
        }
    }

    private synchronized boolean awaitPortion() {
        while (!ended && !due) {
            try {
                wait();
            } catch (InterruptedException e) {
                // Nobody interrupts it.
                return false;
            }
        }
        unsynced = 0;
        due = false;
        last = System.nanoTime();
        return !ended;
    }

    private synchronized void fail(IOException e) {
        failure = e;
    }

    /**
     * Forces the rest.
     *
     * @throws IOException when the disk has refused any of it
     */
    void finish() throws IOException {
        close();
        synchronized (this) {
            if (failure != null) {
                // The system tells of such a fault once: a second attempt would seem to succeed.
                throw failure;
            }
        }
        channel.force(true);
    }

    /** Returns when the thread has ended. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            ended = true;
            running = thread;
            notifyAll();
        }
        boolean interrupted = false;
        while (running != null && running.isAlive()) {
            try {
                running.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
