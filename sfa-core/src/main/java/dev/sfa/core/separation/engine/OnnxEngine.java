package dev.sfa.core.separation.engine;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.separation.SeparationOrder;
import dev.sfa.core.separation.Separator;
import dev.sfa.core.separation.onnx.Device;
import dev.sfa.core.separation.onnx.InstalledModel;
import dev.sfa.core.separation.onnx.KnownModel;
import dev.sfa.core.separation.onnx.LoadedModels;
import dev.sfa.core.separation.onnx.ModelLibrary;
import dev.sfa.core.separation.onnx.ModelManifest;
import dev.sfa.core.separation.onnx.OnnxOptions;
import dev.sfa.core.task.CancellationToken;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Neural models that are installed, by ONNX Runtime in this process. */
public final class OnnxEngine implements Engine {
    private static final String NAME = "onnx";

    private final ModelLibrary models;
    private final LoadedModels loaded;

    /** @param loaded closing it is the caller's */
    public OnnxEngine(ModelLibrary models, LoadedModels loaded) {
        this.models = models;
        this.loaded = loaded;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ModelOffer> offers() {
        List<ModelOffer> offers = new ArrayList<>();
        for (InstalledModel model : models.installed()) {
            ModelManifest manifest = model.manifest();
            offers.add(new ModelOffer(
                    manifest.name(),
                    NAME,
                    manifest.stems(),
                    true,
                    manifest.family().wireName() + ", licence of the weights: " + manifest.licence()));
        }
        for (KnownModel known : KnownModel.values()) {
            if (offers.stream().noneMatch(offer -> offer.model().equals(known.wireName()))) {
                offers.add(new ModelOffer(known.wireName(), NAME, known.stems(), false, known.about()));
            }
        }
        return offers;
    }

    /** Whether there is a model of that name, be it damaged. */
    boolean hasFolder(String model) {
        return models.names().contains(model);
    }

    @Override
    public SeparationOrder complete(SeparationOrder order) {
        if (order.quality() != null) {
            throw new SfaException(
                    ErrorCode.USAGE,
                    "Quality is for the built-in engine; a neural model takes shifts and overlap instead.");
        }
        if (order.jobs() != null) {
            throw new SfaException(
                    ErrorCode.USAGE, "Jobs are for the program demucs; an installed model runs one piece at a time.");
        }
        InstalledModel model = order.model() == null
                ? models.best()
                        .orElseThrow(() -> new SfaException(
                                ErrorCode.NOT_FOUND, "No neural model is installed; " + KnownModel.HOW_TO_INSTALL))
                : models.find(order.model());
        options(order);
        ModelManifest manifest = model.manifest();
        checkOptions(order, manifest);
        return order.of(NAME, manifest.name(), model.version(), manifest.stems());
    }

    /** What would change nothing is refused: whoever gives it expects that it does. */
    private static void checkOptions(SeparationOrder order, ModelManifest manifest) {
        List<String> taken = manifest.family().options();
        for (String given : order.neural()) {
            if (!given.equals("device") && !taken.contains(given)) {
                throw new SfaException(
                        ErrorCode.USAGE,
                        "The model " + manifest.name() + " (family "
                                + manifest.family().wireName() + ") takes no " + given + "; "
                                + (taken.isEmpty() ? "leave it out." : "it takes " + String.join(", ", taken) + "."));
            }
        }
    }

    private static OnnxOptions options(SeparationOrder order) {
        OnnxOptions usual = OnnxOptions.defaults();
        return new OnnxOptions(
                usual.threads(),
                order.device() == null ? usual.device() : Device.parse(order.device()),
                Objects.requireNonNullElse(order.overlap(), usual.overlap()),
                Objects.requireNonNullElse(order.shifts(), usual.shifts()),
                Objects.requireNonNullElse(order.segment(), usual.segmentSeconds()));
    }

    @Override
    public OpenEngine open(SeparationOrder order, Path workFolder, CancellationToken cancellation) {
        LoadedModels.Lease lease = loaded.borrow(models.find(order.model()), options(order));
        return new OpenEngine() {
            @Override
            public Separator separator() {
                return lease.separator();
            }

            @Override
            public void close() {
                lease.close();
            }
        };
    }
}
