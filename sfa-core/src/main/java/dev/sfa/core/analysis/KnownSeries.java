package dev.sfa.core.analysis;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Series over time of an earlier analysis of the same recording: they stay where a later one has the same in fewer points,
 * as one without all frames has of a long recording.
 */
public final class KnownSeries {
    private static final String FRAMES = "frames";
    private static final String UNIT = "unit";
    private static final String RATE = "rate";
    private static final String VALUES = "values";

    private KnownSeries() {}

    /**
     * What was found, with the known series in place of coarser ones of the same name and unit.
     *
     * @param found features of an {@link AnalysisResult}, left as they are
     * @param known features read back from JSON; of another length than {@code found}, they are not looked at
     */
    public static Map<String, Object> keptIn(Map<String, Object> found, Map<String, Object> known) {
        return count(found) == count(known) ? merged(found, known) : found;
    }

    /** Of frames. */
    private static double count(Map<String, Object> features) {
        return new FeatureTree(features).number(FRAMES + ".count").orElse(-1.0);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> merged(Map<String, Object> found, Map<String, Object> known) {
        Map<String, Object> merged = new LinkedHashMap<>(found);
        merged.replaceAll((name, value) -> {
            if (value instanceof Map<?, ?> now && known.get(name) instanceof Map<?, ?> before) {
                return isFiner(before, now) ? before : merged((Map<String, Object>) now, (Map<String, Object>) before);
            }
            return value;
        });
        return merged;
    }

    private static boolean isFiner(Map<?, ?> before, Map<?, ?> now) {
        return before.containsKey(VALUES)
                && now.containsKey(VALUES)
                && Objects.equals(before.get(UNIT), now.get(UNIT))
                && before.get(RATE) instanceof Number earlier
                && now.get(RATE) instanceof Number later
                && earlier.doubleValue() > later.doubleValue();
    }
}
