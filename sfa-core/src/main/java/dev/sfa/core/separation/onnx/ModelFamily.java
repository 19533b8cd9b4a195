package dev.sfa.core.separation.onnx;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a network takes and gives, and so how it is to be fed. Told apart by the shapes of inputs and outputs. */
public enum ModelFamily {
    /** HTDemucs: chunks and their spectra in, chunks and spectra of the stems out (S. Rouard et al. 2022). */
    HTDEMUCS("shifts", "overlap", "segment"),
    /** Chunks of samples in, chunks of the stems out. */
    WAVEFORM("shifts", "overlap", "segment"),
    /** Complex spectra of one stem from those of the mixture (MDX-Net, M. Kim et al. 2021). */
    MDX("overlap"),
    /** Magnitudes of the whole track, a file a stem (Open-Unmix, F.-R. Stoeter et al. 2019). */
    OPEN_UNMIX("segment"),
    /** Magnitudes by segments of 512 frames, a file a stem (Spleeter, R. Hennequin et al. 2020). */
    SPLEETER;

    private final List<String> options;

    ModelFamily(String... options) {
        this.options = List.of(options);
    }

    /** The fields of an order that change how it is run, of {@code shifts}, {@code overlap} and {@code segment}. */
    public List<String> options() {
        return options;
    }

    /** The name in a manifest, lower case with a hyphen. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<ModelFamily> ofWireName(String name) {
        for (ModelFamily family : values()) {
            if (family.wireName().equals(name)) {
                return Optional.of(family);
            }
        }
        return Optional.empty();
    }

    /** The family a network belongs to by its shapes, or empty. */
    static Optional<ModelFamily> of(Network network) {
        Optional<long[]> wave = network.inputs().ofRank(3);
        Optional<long[]> spectrum = network.inputs().ofRank(4);
        int ins = network.inputs().count();
        // Outputs that nobody asks for, of other ranks, are not computed.
        if (network.outputs().ofRank(4).isEmpty()) {
            return Optional.empty();
        }
        if (ins == 2 && wave.isPresent() && spectrum.isPresent()) {
            return network.outputs().ofRank(5).map(shape -> HTDEMUCS);
        }
        if (ins != 1) {
            return Optional.empty();
        }
        if (wave.isPresent()) {
            return Optional.of(WAVEFORM);
        }
        return spectrum.flatMap(ModelFamily::ofSpectrum);
    }

    private static Optional<ModelFamily> ofSpectrum(long[] shape) {
        // First, since it may have four segments.
        if (shape[0] == 2 && shape[2] == SpleeterFramer.FRAMES && shape[3] > 0) {
            return Optional.of(SPLEETER);
        }
        if (shape[1] == 4) {
            return Optional.of(MDX);
        }
        if (shape[1] == 2) {
            return Optional.of(OPEN_UNMIX);
        }
        return Optional.empty();
    }
}
