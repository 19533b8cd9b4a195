package dev.sfa.core.download;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** Forces a growing file to the disk portion by portion, in a thread of its own, so that little is left for the end. */
final class EarlySync implements Closeable {
    private static final long PORTION_BYTES = 32L << 20;

    private final FileChannel channel;
    private long unsynced;
    private boolean ended;
    private IOException failure;
    private Thread thread;

    EarlySync(FileChannel channel) {
        this.channel = channel;
    }

    /** So many more bytes are in the file. */
    synchronized void written(int bytes) {
        unsynced += bytes;
        if (unsynced < PORTION_BYTES) {
            return;
        }
        if (thread == null) {
            thread = new Thread(this::work, "sync");
            thread.setDaemon(true);
            thread.start();
        }
        notifyAll();
    }

    private void work() {
        try {
            while (awaitPortion()) {
                channel.force(false);
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private synchronized boolean awaitPortion() {
        while (!ended && unsynced < PORTION_BYTES) {
            try {
                wait();
            } catch (InterruptedException e) {
                // Nobody interrupts it.
                return false;
            }
        }
        unsynced = 0;
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
