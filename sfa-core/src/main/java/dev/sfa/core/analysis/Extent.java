package dev.sfa.core.analysis;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long and how loud a recording is.
 *
 * @param samples at {@link Analyzer#SAMPLE_RATE}
 * @param peak the largest magnitude of a sample
 */
record Extent(long samples, float peak) {
    /** Peaks below this are silence: less than half a step of 16 bits. */
    private static final float SILENCE = 1.5e-5f;

    /** In seconds. */
    double duration() {
        return (double) samples / Analyzer.SAMPLE_RATE;
    }

    boolean silent() {
        return peak < SILENCE;
    }

    void put(Findings findings) {
        findings.summary().put("duration", duration());
        findings.features().put("duration", duration());
        findings.features().put("sample_rate", Analyzer.SAMPLE_RATE);
        findings.features().put("frames", frames());
    }

    private Map<String, Object> frames() {
        Map<String, Object> frames = new LinkedHashMap<>();
        frames.put("count", 1 + samples / Frame.HOP);
        frames.put("size", Frame.SIZE);
        frames.put("hop", Frame.HOP);
        frames.put("rate", Frame.rate());
        frames.put("unit", "samples; rate in frames a second");
        frames.put("time", "value i of a series belongs to second i / rate of that series");
        return frames;
    }
}
