package dev.sfa.core.analysis;

import java.util.Map;

/**
 * What an analysis found, as plain JSON values. No number is ever NaN or infinite: what cannot be told is null, with
 * the reason beside it.
 *
 * @param summary one value a key, in order: {@code duration}, {@code tempo}, {@code key}, …
 * @param features everything, series over time included; laid out as in {@code docs/analysis.md}
 */
public record AnalysisResult(Map<String, Object> summary, Map<String, Object> features) {}
