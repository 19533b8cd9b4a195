package dev.sfa.core.analysis;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was found so far, to be added to.
 *
 * @param summary one value a key
 * @param features everything
 */
record Findings(Map<String, Object> summary, Map<String, Object> features) {
    Findings() {
        this(new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    AnalysisResult result() {
        return new AnalysisResult(summary, features);
    }
}
