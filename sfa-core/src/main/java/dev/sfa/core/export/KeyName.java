package dev.sfa.core.export;

import dev.sfa.core.analysis.FeatureTree;
import java.util.Optional;

/** The key of an analysis in short. */
final class KeyName {
    private KeyName() {}

    /** {@code C#m}, as rekordbox and ID3 have it. */
    static Optional<String> brief(FeatureTree features) {
        return features.text("key.tonic").map(tonic -> tonic + (isMinor(features) ? "m" : ""));
    }

    static boolean isMinor(FeatureTree features) {
        return features.text("key.mode").orElse("").equals("minor");
    }
}
