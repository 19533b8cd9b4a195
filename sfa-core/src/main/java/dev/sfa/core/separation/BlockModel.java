package dev.sfa.core.separation;

import dev.sfa.core.task.CancellationToken;
import java.util.function.DoubleConsumer;

/** A method that separates a block of audio, on its own. */
interface BlockModel {
    /** The model's name on the wire. */
    String name();

    /** Length of a block in seconds; the method sees no further. */
    double blockSeconds();

    /** Length of the cross-fade from one block to the next in seconds, less than half a block. */
    double overlapSeconds();

    /**
     * Looks at a block.
     *
     * @param workers threads to use
     * @param progress hears the part done, 0 to 1
     * @throws dev.sfa.core.task.CancelledException soon after the token is cancelled
     */
    BlockFit fit(Block block, Workers workers, DoubleConsumer progress, CancellationToken cancellation);
}
