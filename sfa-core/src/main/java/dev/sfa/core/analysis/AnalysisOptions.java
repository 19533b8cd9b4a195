package dev.sfa.core.analysis;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What an analysis is asked for.
 *
 * @param features everything for none
 * @param tempos which tempos to choose from
 * @param frames every frame of the series of recordings of up to an hour, instead of up to ten minutes; longer ones
 *     have means over as few frames as keep them to that many points
 */
public record AnalysisOptions(Set<Feature> features, BpmRange tempos, boolean frames) {
    private static final double MINUTES = 10;
    private static final double MINUTES_OF_FRAMES = 60;

    public AnalysisOptions {
        EnumSet<Feature> resolved = EnumSet.noneOf(Feature.class);
        resolved.addAll(Feature.resolve(features));
        features = resolved;
    }

    /** These features, all tempos, series as short as they are by default. */
    public static AnalysisOptions of(Collection<Feature> features) {
        return new AnalysisOptions(Set.copyOf(features), BpmRange.ANY, false);
    }

    /** Everything there is. */
    public static AnalysisOptions everything() {
        return of(List.of());
    }

    /** The points a series may have. */
    int mostPoints() {
        return (int) ((frames ? MINUTES_OF_FRAMES : MINUTES) * 60 * Frame.rate());
    }
}
