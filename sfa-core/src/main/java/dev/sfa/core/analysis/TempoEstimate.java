package dev.sfa.core.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A recording's tempo, and others it might have.
 *
 * @param bpm beats a minute
 * @param confidence 0 to 1: how periodic the onsets are at this tempo
 * @param alternatives other tempos by falling {@code weight}
 */
record TempoEstimate(double bpm, double confidence, List<Alternative> alternatives) {
    /**
     * @param relation {@code half}, {@code double}, or {@code other}
     * @param weight the tempo's score over that of the chosen one
     */
    record Alternative(double bpm, String relation, double weight) {}

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
            other.put("weight", alternative.weight());
            others.add(other);
        }
        json.put("alternatives", others);
        return json;
    }
}
