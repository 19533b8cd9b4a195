package dev.sfa.core.analysis;

import dev.sfa.core.dsp.LoudnessMeter;
import dev.sfa.core.dsp.LoudnessMeter.Loudness;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@link LoudnessMeter} measured, as JSON.
 *
 * @param channels of the recording
 * @param sampleRate of the recording, in Hz
 * @param most points of the series
 */
record LoudnessReport(Loudness loudness, int channels, int sampleRate, int most) {
    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("integrated_lufs", known(loudness.integrated()));
        json.put("range_lu", known(loudness.range()));
        json.put("range_low_lufs", known(loudness.rangeLow()));
        json.put("range_high_lufs", known(loudness.rangeHigh()));
        json.put("true_peak_dbtp", known(loudness.truePeak()));
        json.put("sample_peak_dbfs", known(loudness.samplePeak()));
        json.put("channels", channels);
        json.put("sample_rate", sampleRate);
        json.put("short_term", shortTerm());
        if (json.containsValue(null)) {
            json.put("reason", reason());
        }
        return json;
    }

    void put(Findings findings) {
        findings.features().put("loudness", toJson());
        Map<String, Object> summary = findings.summary();
        summary.put("integrated_lufs", known(loudness.integrated()));
        summary.put("range_lu", known(loudness.range()));
        summary.put("true_peak_dbtp", known(loudness.truePeak()));
        if (summary.get("integrated_lufs") == null) {
            summary.put("loudness_reason", reason());
        }
    }

    private String reason() {
        if (!(loudness.truePeak() > -70)) {
            return "silence";
        }
        return loudness.shortTerm().length == 0 ? "too short" : "too quiet";
    }

    private static Double known(double value) {
        return Double.isFinite(value) ? (Double) value : null;
    }

    /** The value of a block stands at its middle; before the first and after the last there is none. */
    private Map<String, Object> shortTerm() {
        float[] values = loudness.shortTerm();
        int lead = (int) Math.round(LoudnessMeter.shortTermSeconds() / 2 * LoudnessMeter.rate());
        float[] row = new float[values.length == 0 ? 0 : values.length + lead];
        for (int i = 0; i < row.length; i++) {
            row[i] = i < lead ? Float.NaN : values[i - lead];
        }
        return Series.thinned("LUFS over 3 s", LoudnessMeter.rate(), row, most).toJsonWithGaps();
    }
}
