package dev.sfa.core.separation.external;

import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.separation.SeparationOrder;
import dev.sfa.core.separation.Separator;
import dev.sfa.core.separation.StemType;
import dev.sfa.core.separation.engine.Engine;
import dev.sfa.core.separation.engine.ModelOffer;
import dev.sfa.core.separation.engine.OpenEngine;
import dev.sfa.core.task.CancellationToken;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** The service LALAL.AI: used only when it is asked for by name, for it costs, and the recording leaves the machine. */
public final class LalalaiEngine implements Engine {
    private static final String NAME = "lalalai";

    private final Supplier<LalalaiClient> client;
    private final Supplier<FfmpegTools> tools;

    /** Both are asked when they are needed. */
    public LalalaiEngine(Supplier<LalalaiClient> client, Supplier<FfmpegTools> tools) {
        this.client = client;
        this.tools = tools;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ModelOffer> offers() {
        boolean usable = isSetUp();
        return Arrays.stream(LalalaiModel.values())
                .map(model -> new ModelOffer(
                        model.wireName(),
                        NAME,
                        LalalaiSeparator.known(),
                        usable,
                        "at www.lalal.ai, for a license's minutes: " + model.about()))
                .toList();
    }

    private boolean isSetUp() {
        try {
            client.get().checkKey();
            return true;
        } catch (SfaException e) {
            return false;
        }
    }

    @Override
    public SeparationOrder complete(SeparationOrder order) {
        if (order.quality() != null || !order.neural().isEmpty()) {
            throw new SfaException(
                    ErrorCode.USAGE,
                    "LALAL.AI takes no "
                            + (order.quality() != null
                                    ? "quality"
                                    : order.neural().get(0)) + "; it takes a model.");
        }
        // The key is looked at when the job runs: a refusal now would be taken for one of the client's own token.
        SeparationOrder completed = order.of(NAME, model(order).wireName(), null, LalalaiSeparator.known());
        // All that can be asked for is more than what is made unasked: it stays in the order.
        return new SeparationOrder(
                NAME,
                completed.model(),
                null,
                null,
                order.stems(),
                order.twoStems(),
                null,
                null,
                null,
                null,
                null,
                order.format());
    }

    private static LalalaiModel model(SeparationOrder order) {
        return LalalaiModel.named(Objects.requireNonNullElse(order.model(), LalalaiModel.AUTO.wireName()));
    }

    @Override
    public OpenEngine open(SeparationOrder order, Path workFolder, CancellationToken cancellation) {
        List<StemType> stems = order.twoStems() != null
                ? List.of(order.twoStems())
                : order.stems().isEmpty() ? LalalaiSeparator.USUAL : order.stems();
        Separator separator =
                new LalalaiSeparator(client.get(), model(order), stems, tools.get(), workFolder, Polling.USUAL);
        return OpenEngine.of(
                order.twoStems() == null ? separator : new RestOnDisk(separator, order.twoStems(), workFolder));
    }
}
