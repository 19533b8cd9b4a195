package dev.sfa.core.audio;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Makes sure that a file is audio from beginning to end, by decoding it once and throwing the samples away. A header
 * that looks well says nothing of the rest: a cut FLAC probes as if it were whole.
 */
public final class AudioCheck {
    /** Formats that declare their exact length; the others' durations may be estimates. */
    private static final Set<String> EXACT = Set.of("flac", "wav", "w64", "aiff", "mov,mp4,m4a,3gp,3g2,mj2");

    private static final double TOLERANCE_SECONDS = 0.1;

    private final FfmpegTools tools;

    public AudioCheck(FfmpegTools tools) {
        this.tools = tools;
    }

    /**
     * @return what the file holds, its duration measured, not declared
     * @throws SfaException as {@link AudioProbe#probe(Path)}, and NOT_AUDIO when the file ends early or cannot be decoded
     */
    public AudioInfo check(Path file, ProgressListener progress, CancellationToken cancellation) throws IOException {
        AudioInfo info = new AudioProbe(tools).probe(file);
        double decoded = decode(file, info, progress, cancellation);
        if (decoded <= 0) {
            throw new SfaException(ErrorCode.NOT_AUDIO, file.getFileName() + " holds no audio that can be decoded.");
        }
        if (EXACT.contains(info.container()) && decoded < info.duration() - TOLERANCE_SECONDS) {
            throw new SfaException(
                    ErrorCode.NOT_AUDIO,
                    String.format(
                            "%s is damaged: it says it lasts %.1f s but ends after %.1f s; get a whole copy of it.",
                            file.getFileName(), info.duration(), decoded));
        }
        return new AudioInfo(
                info.container(),
                info.codec(),
                decoded,
                info.sampleRate(),
                info.channels(),
                info.bitsPerSample(),
                info.bitRate(),
                info.lossless(),
                info.tags());
    }

    /** Seconds that could be decoded. */
    private double decode(Path file, AudioInfo info, ProgressListener progress, CancellationToken cancellation)
            throws IOException {
        List<String> command = List.of(
                tools.ffmpeg().toString(),
                "-nostdin",
                "-v",
                "error",
                "-i",
                "file:" + file.toAbsolutePath(),
                "-map",
                "0:a:0",
                "-progress",
                "pipe:1",
                "-f",
                "null",
                "-");
        double seconds = 0;
        try (FfmpegProcess ffmpeg = new FfmpegProcess(tools, command, cancellation);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(ffmpeg.output(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("out_time_us=") && Character.isDigit(line.charAt(12))) {
                    seconds = Long.parseLong(line.substring(12)) / 1e6;
                    progress.progress(info.duration() > 0 ? Math.min(1, seconds / info.duration()) : -1, "checking");
                }
            }
            int exit = ffmpeg.exitCode();
            cancellation.throwIfCancelled();
            if (exit != 0) {
                throw new SfaException(
                        ErrorCode.NOT_AUDIO,
                        file.getFileName() + " cannot be decoded (ffmpeg: " + ffmpeg.lastWords() + ").");
            }
        }
        return seconds;
    }
}
