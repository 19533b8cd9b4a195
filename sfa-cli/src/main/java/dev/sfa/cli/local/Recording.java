package dev.sfa.cli.local;

import dev.sfa.core.analysis.AnalysisOptions;
import dev.sfa.core.analysis.AnalysisResult;
import dev.sfa.core.analysis.Analyzer;
import dev.sfa.core.analysis.Feature;
import dev.sfa.core.audio.AudioDecoder;
import dev.sfa.core.audio.AudioInfo;
import dev.sfa.core.audio.AudioProbe;
import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.audio.DecodeFormat;
import dev.sfa.core.audio.FfmpegLocator;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;

/** An audio file of this machine, heard in this process. */
public final class Recording {
    private final FfmpegTools tools;
    private final Path file;
    private final AudioInfo info;

    private Recording(FfmpegTools tools, Path file, AudioInfo info) {
        this.tools = tools;
        this.file = file;
        this.info = info;
    }

    /**
     * Looks at a file.
     *
     * @throws dev.sfa.core.error.SfaException (NOT_AUDIO) when there is no sound in it
     */
    public static Recording open(Path file, FfmpegTools tools) throws IOException {
        return new Recording(tools, file, new AudioProbe(tools).probe(file));
    }

    /** Finds ffmpeg. */
    public static FfmpegTools tools(SfaPaths paths, Map<String, String> env) {
        return new FfmpegLocator(Settings.load(paths, env), paths, env).locate();
    }

    public AudioInfo info() {
        return info;
    }

    /** Its samples, the mean of all channels, at a rate in Hz. */
    public AudioStream mono(int sampleRate) throws IOException {
        return new AudioDecoder(tools).open(file, info, DecodeFormat.monoMean(sampleRate), new CancellationToken());
    }

    /** What an analysis finds. */
    public AnalysisResult analyse(Collection<Feature> features) throws IOException {
        AnalysisOptions options = AnalysisOptions.of(features);
        try (AudioStream audio =
                new AudioDecoder(tools).open(file, info, Analyzer.format(options), new CancellationToken())) {
            return new Analyzer().analyze(audio, options, ProgressListener.NONE, new CancellationToken());
        }
    }
}
