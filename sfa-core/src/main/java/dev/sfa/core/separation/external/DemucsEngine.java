package dev.sfa.core.separation.external;

import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.config.Settings;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** The program demucs, with the models it knows by name and with others it may have. */
public final class DemucsEngine implements Engine {
    private static final String NAME = "demucs";
    private static final String USUAL_MODEL = "htdemucs";
    private static final List<String> MODELS = List.of(
            "htdemucs", "htdemucs_ft", "htdemucs_6s", "hdemucs_mmi", "mdx", "mdx_extra", "mdx_q", "mdx_extra_q");

    private final Settings settings;
    private final Map<String, String> env;
    private final Supplier<FfmpegTools> tools;

    /** @param tools asked when a separation starts */
    public DemucsEngine(Settings settings, Map<String, String> env, Supplier<FfmpegTools> tools) {
        this.settings = settings;
        this.env = env;
        this.tools = tools;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ModelOffer> offers() {
        boolean installed = isInstalled();
        return MODELS.stream()
                .map(model -> new ModelOffer(
                        model,
                        NAME,
                        DemucsOptions.of(model).stems(),
                        installed,
                        "by the program demucs, which fetches the model when it is used first"))
                .toList();
    }

    private boolean isInstalled() {
        try {
            DemucsProgram.find(settings, env);
            return true;
        } catch (SfaException e) {
            return false;
        }
    }

    @Override
    public SeparationOrder complete(SeparationOrder order) {
        if (order.quality() != null) {
            throw new SfaException(
                    ErrorCode.USAGE, "Quality is for the built-in engine; demucs takes shifts and overlap instead.");
        }
        DemucsProgram.find(settings, env);
        DemucsOptions options = options(order, Optional.empty());
        return order.of(NAME, options.model(), null, options.stems());
    }

    private static DemucsOptions options(SeparationOrder order, Optional<StemType> only) {
        return new DemucsOptions(
                Objects.requireNonNullElse(order.model(), USUAL_MODEL),
                Objects.requireNonNullElse(order.device(), "auto"),
                order.shifts() == null ? OptionalInt.empty() : OptionalInt.of(order.shifts()),
                order.overlap() == null ? OptionalDouble.empty() : OptionalDouble.of(order.overlap()),
                order.segment() == null ? OptionalDouble.empty() : OptionalDouble.of(order.segment()),
                order.jobs() == null ? OptionalInt.empty() : OptionalInt.of(order.jobs()),
                only);
    }

    @Override
    public OpenEngine open(SeparationOrder order, Path workFolder, CancellationToken cancellation) {
        DemucsProgram program = DemucsProgram.find(settings, env);
        Optional<StemType> only = Optional.ofNullable(order.twoStems())
                .or(() -> order.stems().size() == 1 ? order.stems().stream().findFirst() : Optional.empty());
        Separator separator = new DemucsSeparator(program, options(order, only), tools.get(), workFolder);
        return OpenEngine.of(
                order.twoStems() == null ? separator : new RestOnDisk(separator, order.twoStems(), workFolder));
    }
}
