package dev.sfa.core.download;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Takes blocks from one worker to the next, once there are many by a thread for each worker. At most {@value #BLOCKS} are on their
 * way, so whoever fills them waits for the slowest, not the memory. Used by one thread.
 */
final class BlockLine implements Closeable {
    static final int BLOCKS = 4;

    private static final int FIRST_BLOCK_BYTES = 1 << 18;
    /** A short file is done before threads have started. */
    private static final long ALONE_BYTES = 4L << 20;

    private static final Block END = Block.small(0);

    private static final long IDLE_MILLIS = 100;

    private final Idle idle;
    private final List<Worker> workers;
    private final BlockingQueue<Block> free = new ArrayBlockingQueue<>(BLOCKS + 1);
    private final List<BlockingQueue<Block>> queues = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private Block first = Block.small(FIRST_BLOCK_BYTES);
    private int made;
    private long bytes;
    private volatile Throwable failure;

    /** What is done to each block. */
    interface Worker {
        void take(Block block) throws IOException;
    }

    /** What the first worker's thread does when no block has come for a while. */
    interface Idle {
        void run() throws IOException;
    }

    /** @param workers in the order in which they get each block */
    BlockLine(Idle idle, Worker... workers) {
        this.idle = idle;
        this.workers = List.of(workers);
    }

    /**
     * A block to fill.
     *
     * @param offset of its bytes in the file
     */
    Block next(long offset) {
        if (first != null) {
            return first.begin(offset);
        }
        if (threads.isEmpty()) {
            start();
        }
        Block block = free.poll();
        if (block == null && made < BLOCKS) {
            made++;
            block = BlockPool.SHARED.take();
        }
        return (block == null ? take(free) : block).begin(offset);
    }

    /** Whether each block is worked on before {@link #put} returns, so that there is nothing to be gained by filling it. */
    boolean isShort() {
        return first != null;
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
            boolean isFirst = i == 0;
            Thread thread = new Thread(() -> work(worker, isFirst, from, to), "blocks-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    private void work(Worker worker, boolean isFirst, BlockingQueue<Block> from, BlockingQueue<Block> to) {
        Block block;
        do {
            block = isFirst ? takeOrIdle(from) : take(from);
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
            } catch (IOException | RuntimeException | Error e) {
                // Whatever it is: a thread that ended here would leave the others waiting for ever.
                failure = e;
            }
        }
    }

    private void throwFailure() throws IOException {
        Throwable thrown = failure;
        if (thrown instanceof IOException e) {
            throw e;
        } else if (thrown instanceof RuntimeException e) {
            throw e;
        } else if (thrown instanceof Error e) {
            throw e;
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

    /**
     * Returns when all blocks have gone through, and gives them back. What was not handed over is lost.
     */
    @Override
    public void close() {
        if (!threads.isEmpty()) {
            put(queues.get(0), END);
            for (Block block = take(free); block != END; block = take(free)) {
                BlockPool.SHARED.giveBack(block);
            }
        }
        made = 0;
        threads.clear();
        queues.clear();
    }

    private Block takeOrIdle(BlockingQueue<Block> queue) {
        try {
            Block block = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
            while (block == null) {
                if (failure == null) {
                    idle.run();
                }
                block = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
            }
            return block;
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        } catch (InterruptedException e) {
            // Nobody interrupts it.
        }
        return take(queue);
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
