package dev.sfa.core.analysis;

import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;

/**
 * Analyses a recording in one pass over its samples: one short-time transform (2048 samples every 512) that all
 * features share. What it keeps of the recording are the features' series and, for ten minutes at most, what the
 * tuning and the loudest level are still needed for; longer recordings need no more than that.
 */
public final class Analyzer {
    /** The rate the audio must come in, in Hz. */
    public static final int SAMPLE_RATE = 22_050;

    /**
     * Reads {@code audio} to its end and analyses it.
     *
     * @param audio mono at {@link #SAMPLE_RATE}; samples that are not numbers count as silence
     * @param options what to find
     * @throws dev.sfa.core.task.CancelledException soon after {@code cancellation} is cancelled
     */
    public AnalysisResult analyze(
            AudioStream audio, AnalysisOptions options, ProgressListener progress, CancellationToken cancellation)
            throws IOException {
        if (audio.channels() != 1 || audio.sampleRate() != SAMPLE_RATE) {
            throw new IllegalArgumentException(
                    "not mono at " + SAMPLE_RATE + " Hz: " + audio.channels() + " channels at " + audio.sampleRate());
        }
        FrameReader reader = new FrameReader(audio, progress.stage(0, 0.97), cancellation);
        Listeners listeners = new Listeners(options);
        Frame frame = new Frame();
        while (reader.next(frame)) {
            listeners.add(frame);
        }
        cancellation.throwIfCancelled();
        progress.progress(0.97, "finding tempo and key");
        AnalysisResult result = new Report(options, new Extent(reader.samples(), reader.peak()), listeners).result();
        progress.progress(1, "analysed");
        return result;
    }
}
