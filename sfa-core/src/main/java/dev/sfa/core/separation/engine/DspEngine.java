package dev.sfa.core.separation.engine;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.separation.DspSeparator;
import dev.sfa.core.separation.Quality;
import dev.sfa.core.separation.SeparationOrder;
import dev.sfa.core.separation.Separator;
import dev.sfa.core.task.CancellationToken;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The engine that is built in: signal processing, nothing to install. */
public final class DspEngine implements Engine {
    private static final Separator SEPARATOR = new DspSeparator();

    @Override
    public String name() {
        return SEPARATOR.engine();
    }

    @Override
    public List<ModelOffer> offers() {
        return List.of(new ModelOffer(
                SEPARATOR.model(),
                SEPARATOR.engine(),
                SEPARATOR.stems(),
                true,
                "built in: signal processing, any sample rate and number of channels"));
    }

    @Override
    public SeparationOrder complete(SeparationOrder order) {
        if (order.model() != null && !order.model().equals(SEPARATOR.model())) {
            throw new SfaException(
                    ErrorCode.NOT_FOUND,
                    "The engine dsp has no model \"" + order.model() + "\"; its only one is " + SEPARATOR.model()
                            + ".");
        }
        List<String> neural = order.neural();
        if (!neural.isEmpty()) {
            throw new SfaException(
                    ErrorCode.USAGE,
                    "The built-in engine takes no " + neural.get(0)
                            + ", which is for neural models; it takes quality: fast, balanced or best.");
        }
        return order.of(SEPARATOR.engine(), SEPARATOR.model(), null, SEPARATOR.stems())
                .at(Objects.requireNonNullElse(order.quality(), Quality.BALANCED));
    }

    @Override
    public OpenEngine open(SeparationOrder order, Path workFolder, CancellationToken cancellation) {
        return OpenEngine.of(new DspSeparator(order.quality()));
    }
}
