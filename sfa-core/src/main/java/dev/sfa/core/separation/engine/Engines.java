package dev.sfa.core.separation.engine;

import dev.sfa.core.config.Words;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.separation.SeparationOrder;
import dev.sfa.core.task.CancellationToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All engines, and which of them an order means. */
public final class Engines {
    /** Whatever runs in this process. */
    private static final String LOCAL = "local";

    private final DspEngine dsp;
    private final OnnxEngine onnx;
    private final List<Engine> elsewhere;
    private final Optional<String> usualModel;

    /**
     * @param elsewhere those that are used only when they are asked for by name
     * @param usualModel the model of orders that name none, by setting
     */
    public Engines(DspEngine dsp, OnnxEngine onnx, List<Engine> elsewhere, Optional<String> usualModel) {
        this.dsp = dsp;
        this.onnx = onnx;
        this.elsewhere = List.copyOf(elsewhere);
        this.usualModel = usualModel;
    }

    /** What can be asked for, and what could be if it were installed; what runs here first. */
    public List<ModelOffer> offers() {
        return all().stream().flatMap(engine -> engine.offers().stream()).toList();
    }

    /**
     * An order with what it left open filled in: engine, model, and what tells equal work. Without an engine and a model
     * the order is for the best neural model that is installed, and for the built-in engine when there is none, when that
     * one does not give the stems that are wanted, or when the order names a quality.
     *
     * @throws SfaException USAGE for what cannot be, NOT_FOUND for a model that is not installed, CONFIG for an engine
     *     that is not set up
     */
    public SeparationOrder complete(SeparationOrder order) {
        if (order.engine() != null && !order.engine().equals(LOCAL)) {
            return named(order.engine()).complete(order);
        }
        if (order.model() == null) {
            return usual(order);
        }
        return isOf(dsp, order.model()) ? dsp.complete(order) : onnx.complete(known(order));
    }

    private SeparationOrder usual(SeparationOrder order) {
        if (order.quality() != null) {
            return dsp.complete(order);
        }
        if (usualModel.isPresent()) {
            return complete(order.of(usualModel.get()));
        }
        Optional<ModelOffer> neural = onnx.offers().stream()
                .filter(ModelOffer::installed)
                .filter(offer -> offer.stems().containsAll(order.stems()))
                .filter(offer -> order.twoStems() == null || offer.stems().contains(order.twoStems()))
                .findFirst();
        return neural.isPresent() ? onnx.complete(order.of(neural.get().model())) : dsp.complete(order);
    }

    /** The order, if its model is one there is or could be. */
    private SeparationOrder known(SeparationOrder order) {
        List<String> names = offers().stream().map(ModelOffer::model).distinct().toList();
        // One whose manifest is wrong is not offered; looking for it says what is wrong.
        if (!names.contains(order.model()) && !onnx.hasFolder(order.model())) {
            String meant = names.stream()
                    .filter(name -> Words.distance(name, order.model()) <= 2)
                    .min(Comparator.comparingInt(name -> Words.distance(name, order.model())))
                    .map(name -> " (did you mean " + name + "?)")
                    .orElse("");
            throw new SfaException(
                    ErrorCode.NOT_FOUND,
                    "There is no model \"" + order.model() + "\"" + meant + "; \"sfa model list\" lists them.");
        }
        return order;
    }

    /**
     * Makes ready what a completed order needs.
     *
     * @param workFolder for files in between
     */
    public OpenEngine open(SeparationOrder order, Path workFolder, CancellationToken cancellation) throws IOException {
        return named(order.engine()).open(order, workFolder, cancellation);
    }

    private static boolean isOf(Engine engine, String model) {
        return engine.offers().stream().anyMatch(offer -> offer.model().equals(model));
    }

    private Engine named(String name) {
        return all().stream()
                .filter(engine -> engine.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SfaException(
                        ErrorCode.USAGE,
                        "There is no engine \"" + name + "\"; there is " + LOCAL + ", "
                                + all().stream().map(Engine::name).collect(Collectors.joining(", ")) + "."));
    }

    private List<Engine> all() {
        List<Engine> engines = new java.util.ArrayList<>(List.of(dsp, onnx));
        engines.addAll(elsewhere);
        return engines;
    }
}
