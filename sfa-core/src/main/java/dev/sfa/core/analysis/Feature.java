package dev.sfa.core.analysis;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be asked of an analysis. */
public enum Feature {
    /** Tempo, beats and bars. */
    TEMPO,
    /** Key and tuning. */
    KEY,
    /** Root mean square and zero crossings over time. */
    ENERGY,
    /** Where in the spectrum the energy lies, and how it is spread. */
    SPECTRAL,
    /** Timbre as mel-frequency cepstral coefficients. */
    MFCC,
    /** Strength of the twelve pitch classes. */
    CHROMA,
    /** Beats and bars; the same as {@link #TEMPO}. */
    BEATS,
    /** Where notes begin. */
    ONSETS,
    /** Loudness as broadcasters measure it. */
    LOUDNESS,
    /** Sections, their energy, and cue points. */
    STRUCTURE,
    /** Chords, beat by beat. */
    CHORDS,
    /** The pitch of the leading voice. */
    PITCH,
    /** Strength of the twelve pitch classes of the constant-Q transform, and their tonal axes. */
    TONNETZ,
    /** All of the above. */
    ALL;

    /** The name on the wire: lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The features of these names, {@link #ALL} spelled out; all of them for no names.
     *
     * @throws SfaException (USAGE) that names the first unknown one
     */
    public static Set<Feature> parse(Collection<String> names) {
        EnumSet<Feature> features = EnumSet.noneOf(Feature.class);
        for (String name : names) {
            features.add(of(name));
        }
        return resolve(features);
    }

    /** {@code features} with {@link #ALL} spelled out, without ALL itself; everything for an empty set. */
    static Set<Feature> resolve(Set<Feature> features) {
        return features.isEmpty() || features.contains(ALL)
                ? EnumSet.complementOf(EnumSet.of(ALL))
                : EnumSet.copyOf(features);
    }

    private static Feature of(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(feature -> feature.wireName().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new SfaException(
                        ErrorCode.USAGE,
                        "There is no feature \"" + name + "\"; choose from "
                                + Arrays.stream(values()).map(Feature::wireName).collect(Collectors.joining(", "))
                                + "."));
    }
}
