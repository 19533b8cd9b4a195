package dev.sfa.core.download;

import java.util.ArrayDeque;
import java.util.Deque;

/** Large blocks that nobody uses. Memory outside the heap is freed late, so a process that made new ones each time would grow. */
final class BlockPool {
    static final BlockPool SHARED = new BlockPool();

    /** Those of a transfer. */
    private static final int MOST = BlockLine.BLOCKS;

    private final Deque<Block> blocks = new ArrayDeque<>();

    private BlockPool() {}

    Block take() {
        synchronized (this) {
            if (!blocks.isEmpty()) {
                return blocks.pop();
            }
        }
        return Block.large();
    }

    synchronized void giveBack(Block block) {
        if (blocks.size() < MOST) {
            blocks.push(block);
        }
    }
}
