package dev.sfa.core.separation.onnx;

import dev.sfa.core.separation.StemType;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Public models that people ask for by name. Their weights are not part of sfa. */
public enum KnownModel {
    HTDEMUCS(
            List.of(StemType.DRUMS, StemType.BASS, StemType.OTHER, StemType.VOCALS),
            "Hybrid Transformer Demucs, four stems"),
    HTDEMUCS_FT(
            List.of(StemType.DRUMS, StemType.BASS, StemType.OTHER, StemType.VOCALS),
            "four HTDemucs, each fine-tuned to one stem: four times the work"),
    HTDEMUCS_6S(
            List.of(StemType.DRUMS, StemType.BASS, StemType.OTHER, StemType.VOCALS, StemType.GUITAR, StemType.PIANO),
            "HTDemucs with guitar and piano"),
    MDX_EXTRA(
            List.of(StemType.DRUMS, StemType.BASS, StemType.OTHER, StemType.VOCALS),
            "a bag of four Hybrid Demucs, trained on more songs");

    /** The end of a sentence that says what is missing. */
    public static final String HOW_TO_INSTALL =
            "install one from its ONNX export with \"sfa model pull FILE|URL\", or use the built-in engine with --engine"
                    + " dsp.";

    private final List<StemType> stems;
    private final String about;

    KnownModel(List<StemType> stems, String about) {
        this.stems = stems;
        this.about = about;
    }

    /** Whether one of them has this name. */
    static boolean isName(String name) {
        return Stream.of(values()).anyMatch(known -> known.wireName().equals(name));
    }

    /** The name on the command line and the wire, lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** In the order of the public weights' outputs. */
    public List<StemType> stems() {
        return stems;
    }

    /** One line for a person. */
    public String about() {
        return about;
    }
}
