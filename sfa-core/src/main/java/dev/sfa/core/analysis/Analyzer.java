package dev.sfa.core.analysis;

import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.audio.CleanStream;
import dev.sfa.core.audio.DecodeFormat;
import dev.sfa.core.dsp.LoudnessMeter;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;

/**
 * Analyses a recording in one pass over its samples: one short-time transform (2048 samples every 512) that all
 * features share. What it keeps of the recording are the features' series and, for ten minutes at most, what the
 * tuning and the loudest level are still needed for; longer recordings need no more than that.
 */
public final class Analyzer {
    /** The rate everything but the loudness is heard at, in Hz. */
    public static final int SAMPLE_RATE = 22_050;

    /** How {@code options} want their recording decoded: loudness needs the channels and rate of the file. */
    public static DecodeFormat format(AnalysisOptions options) {
        return options.features().contains(Feature.LOUDNESS)
                ? DecodeFormat.nativeRate()
                : DecodeFormat.monoMean(SAMPLE_RATE);
    }

    /**
     * Reads {@code audio} to its end and analyses it.
     *
     * @param audio in the channels and rate of the recording; where no loudness is wanted, the mean of its channels at
     *     {@link #SAMPLE_RATE} gives the same. Samples that are not numbers count as silence
     * @param options what to find
     * @throws SfaException (NOT_AUDIO) for rates and numbers of channels that no recording has
     * @throws dev.sfa.core.task.CancelledException soon after {@code cancellation} is cancelled
     */
    public AnalysisResult analyze(
            AudioStream audio, AnalysisOptions options, ProgressListener progress, CancellationToken cancellation)
            throws IOException {
        AudioStream clean = new CleanStream(audio);
        LoudnessMeter meter = options.features().contains(Feature.LOUDNESS)
                ? new LoudnessMeter(audio.channels(), audio.sampleRate())
                : null;
        boolean plain = meter == null && audio.channels() == 1 && audio.sampleRate() == SAMPLE_RATE;
        FrameReader reader =
                new FrameReader(plain ? audio : new MonoStream(clean, meter), progress.stage(0, 0.97), cancellation);
        Listeners listeners = new Listeners(options);
        FrameBlock block = new FrameBlock();
        while (reader.next(block)) {
            listeners.add(block);
        }
        cancellation.throwIfCancelled();
        listeners.finish();
        progress.progress(0.97, "finding tempo and key");
        Extent extent = new Extent(reader.samples(), reader.peak());
        Findings findings = new Findings();
        extent.put(findings);
        MusicReport music = new MusicReport(options, extent, listeners, findings);
        SoundReport sound = new SoundReport(options.features(), extent, listeners, findings);
        music.putPulseAndKey();
        sound.putLevels();
        if (meter != null) {
            new LoudnessReport(meter.loudness(), audio.channels(), audio.sampleRate(), options.mostPoints())
                    .put(findings);
        }
        sound.putSpectra();
        music.putForm();
        progress.progress(1, "analysed");
        return findings.result();
    }
}
