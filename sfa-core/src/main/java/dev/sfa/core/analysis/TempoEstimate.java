package dev.sfa.core.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A recording's tempo, and others it might have.
 *
 * @param bpm beats a minute
 * @param confidence the probability of this tempo, 0 to 1
 * @param alternatives half and double, then other tempos by falling probability
 */
record TempoEstimate(double bpm, double confidence, List<Alternative> alternatives) {
    /**
     * @param relation {@code half}, {@code double}, or {@code other}
     * @param probability 0 to 1
     */
    record Alternative(double bpm, String relation, double probability) {}

    static Map<String, Object> missing(String reason) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("value", null);
        json.put("unit", "beats a minute");
        json.put("confidence", null);
        json.put("alternatives", List.of());
        json.put("reason", reason);
        return json;
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("value", bpm);
        json.put("unit", "beats a minute");
        json.put("confidence", confidence);
        List<Object> others = new ArrayList<>();
        for (Alternative alternative : alternatives) {
            Map<String, Object> other = new LinkedHashMap<>();
            other.put("value", alternative.bpm());
            other.put("relation", alternative.relation());
            other.put("confidence", alternative.probability());
            others.add(other);
        }
        json.put("alternatives", others);
        return json;
    }
}
