package dev.sfa.core.download;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Takes blocks from one worker to the next, once there are many by a thread for each worker. At most {@value #BLOCKS} are on their
 * way, so whoever fills them waits for the slowest, not the memory. Used by one thread.
 */
final class BlockLine implements Closeable {
    /** Divided by the sector size of every disk; with its header within one region of the collector's smallest heap. */
    static final int BLOCK_BYTES = 15 << 16;

    private static final int FIRST_BLOCK_BYTES = 1 << 18;
    private static final int BLOCKS = 6;
    /** A short file is done before threads have started. */
    private static final long ALONE_BYTES = 4L << 20;

    private static final Block END = new Block(0);

    private final List<Worker> workers;
    private final BlockingQueue<Block> free = new ArrayBlockingQueue<>(BLOCKS + 1);
    private final List<BlockingQueue<Block>> queues = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private Block first = new Block(FIRST_BLOCK_BYTES);
    private int made;
    private long bytes;
    private volatile IOException failure;

    /** What is done to each block. */
    interface Worker {
        void take(Block block) throws IOException;
    }

    /** @param workers in the order in which they get each block */
    BlockLine(Worker... workers) {
        this.workers = List.of(workers);
    }

    /**
     * A block to fill.
     *
     * @param offset of its bytes in the file
     */
    Block next(long offset) {
        int most = BLOCK_BYTES - (int) (offset % BLOCK_BYTES);
        if (first != null) {
            return first.begin(offset, most);
        }
        Block block = free.poll();
        if (block == null && made < BLOCKS) {
            made++;
            block = new Block(BLOCK_BYTES);
        }
        return (block == null ? take(free) : block).begin(offset, most);
    }

    /**
     * Hands a block to the workers; it must not be used by the caller any more.
     *
     * @throws IOException what a worker threw at this block or an earlier one
     */
    void put(Block block) throws IOException {
        bytes += block.length();
        if (first != null) {
            work(block);
            if (bytes >= ALONE_BYTES) {
                first = null;
            }
        } else {
            if (threads.isEmpty()) {
                start();
            }
            put(queues.get(0), block);
        }
        throwFailure();
    }

    private void start() {
        for (int i = 0; i <= workers.size(); i++) {
            queues.add(i < workers.size() ? new ArrayBlockingQueue<>(BLOCKS + 1) : free);
        }
        for (int i = 0; i < workers.size(); i++) {
            Worker worker = workers.get(i);
            BlockingQueue<Block> from = queues.get(i);
            BlockingQueue<Block> to = queues.get(i + 1);
            Thread thread = new Thread(() -> work(worker, from, to), "blocks-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    private void work(Worker worker, BlockingQueue<Block> from, BlockingQueue<Block> to) {
        Block block;
        do {
            block = take(from);
            if (block != END) {
                work(worker, block);
            }
            put(to, block);
        } while (block != END);
    }

    private void work(Block block) {
        workers.forEach(worker -> work(worker, block));
    }

    /** After a failure the rest only passes through. */
    private void work(Worker worker, Block block) {
        if (failure == null) {
            try {
                worker.take(block);
            } catch (IOException e) {
                failure = e;
            }
        }
    }

    private void throwFailure() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Returns when all blocks have gone through. More may follow.
     *
     * @throws IOException what a worker threw
     */
    void drain() throws IOException {
        close();
        throwFailure();
    }

    /** Returns when the threads have ended. */
    @Override
    public void close() {
        if (threads.isEmpty()) {
            return;
        }
        put(queues.get(0), END);
        Block block = take(free);
        List<Block> back = new ArrayList<>();
        while (block != END) {
            back.add(block);
            block = take(free);
        }
        free.addAll(back);
        threads.clear();
        queues.clear();
    }

    private static Block take(BlockingQueue<Block> queue) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return queue.take();
                } catch (InterruptedException e) {
                    // The workers are never far behind.
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The queues have room for all blocks there are. */
    private static void put(BlockingQueue<Block> queue, Block block) {
        queue.add(block);
    }
}
