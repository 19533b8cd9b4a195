package dev.sfa.core.separation.engine;

import dev.sfa.core.separation.SeparationOrder;
import dev.sfa.core.task.CancellationToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A way to separate that jobs can ask for. May be used from many threads at once. */
public interface Engine {
    /** The name on the wire. */
    String name();

    /** What can be asked for now, the best first. */
    List<ModelOffer> offers();

    /**
     * An order of this engine with what it left open filled in: the model, and what tells equal work.
     *
     * @throws dev.sfa.core.error.SfaException USAGE for what the engine does not take, NOT_FOUND for a model that is not
     *     there, CONFIG for an engine that is not set up
     */
    SeparationOrder complete(SeparationOrder order);

    /**
     * Makes ready what an order needs.
     *
     * @param order completed by this engine
     * @param workFolder for files in between; whatever is left there is removed after the job
     * @throws dev.sfa.core.error.SfaException when the model is gone or damaged
     */
    OpenEngine open(SeparationOrder order, Path workFolder, CancellationToken cancellation) throws IOException;
}
