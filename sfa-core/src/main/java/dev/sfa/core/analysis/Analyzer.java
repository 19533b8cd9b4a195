package dev.sfa.core.analysis;

import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Analyses a recording in one pass over its samples. */
public final class Analyzer {
    /** The rate the audio must come in, in Hz. */
    public static final int SAMPLE_RATE = 22_050;

    private static final int BLOCK = 1 << 15;

    /**
     * Reads {@code audio} to its end and analyses it.
     *
     * @param audio mono at {@link #SAMPLE_RATE}
     * @param features what to find; everything for an empty set
     * @throws dev.sfa.core.task.CancelledException soon after {@code cancellation} is cancelled
     */
    public AnalysisResult analyze(
            AudioStream audio, Set<Feature> features, ProgressListener progress, CancellationToken cancellation)
            throws IOException {
        float[][] block = new float[1][BLOCK];
        long frames = 0;
        for (int read = audio.read(block); read >= 0; read = audio.read(block)) {
            cancellation.throwIfCancelled();
            frames += read;
            progress.progress(audio.expectedFrames() > 0 ? (double) frames / audio.expectedFrames() : -1, "analysing");
        }
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("duration", frames / (double) SAMPLE_RATE);
        summary.put("tempo", null);
        summary.put("key", null);
        return new AnalysisResult(summary, new LinkedHashMap<>(summary));
    }
}
