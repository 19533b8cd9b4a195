package dev.sfa.core.audio;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes sure that a file is audio from beginning to end, by decoding it once and throwing the samples away. A header
 * that looks well says nothing of the rest: a cut FLAC probes as if it were whole. Only WAV files of plain samples are not
 * decoded: they are whole when they are as long as they say.
 */
public final class AudioCheck {
    static final double TOLERANCE_SECONDS = 0.1;

    /** Longer than any recording; what says so keeps a queue busy for days. */
    private static final int LONGEST_HOURS = 48;

    private static final int RIFF = 0x52494646;
    /** Writers that do not know the length in advance put a number near the largest there. */
    private static final long LARGEST_KNOWN_RIFF = 0x7fff0000L;

    private final FfmpegTools tools;

    public AudioCheck(FfmpegTools tools) {
        this.tools = tools;
    }

    /**
     * @return what the file holds, its duration measured, not declared
     * @throws SfaException as {@link AudioProbe#probe(Path)}, and NOT_AUDIO when the file ends early, cannot be decoded, or is
     *     longer than two days
     */
    public AudioInfo check(Path file, ProgressListener progress, CancellationToken cancellation) throws IOException {
        return check(file, String.valueOf(file.getFileName()), progress, cancellation);
    }

    /**
     * As {@link #check(Path, ProgressListener, CancellationToken)}.
     *
     * @param name what messages call the file, when its own name says nothing to a person
     */
    public AudioInfo check(Path file, String name, ProgressListener progress, CancellationToken cancellation)
            throws IOException {
        AudioInfo info = new AudioProbe(tools).probe(file, name);
        if (info.duration() > LONGEST_HOURS * 3_600.0) {
            throw new SfaException(
                    ErrorCode.NOT_AUDIO,
                    String.format(
                            "%s says it lasts %.0f hours, but the longest that is taken is %d; cut it into parts.",
                            name, info.duration() / 3_600, LONGEST_HOURS));
        }
        if (info.container().equals("wav")) {
            checkRiffSize(file, name);
        }
        Optional<WavLayout> plain = plainSamples(file, info);
        if (plain.isPresent()) {
            cancellation.throwIfCancelled();
            progress.progress(1, "checking");
            return info.withDuration(plain.get().seconds());
        }
        double decoded = decode(file, name, info, progress, cancellation);
        if (decoded <= 0) {
            throw new SfaException(ErrorCode.NOT_AUDIO, name + " holds no audio that can be decoded.");
        }
        if (info.declaresDuration() && decoded < info.duration() - TOLERANCE_SECONDS) {
            throw new SfaException(
                    ErrorCode.NOT_AUDIO,
                    String.format(
                            "%s is damaged: it says it lasts %.1f s but ends after %.1f s; get a whole copy of it.",
                            name, info.duration(), decoded));
        }
        return info.withDuration(decoded);
    }

    /**
     * Of a file of samples that are stored as they are: decoding would take longer than fetching and find nothing, for every
     * bit pattern is a sample and the length has been checked.
     */
    private static Optional<WavLayout> plainSamples(Path file, AudioInfo info) throws IOException {
        if (!info.container().equals("wav") || !info.codec().matches("pcm_(u8|s16le|s24le|s32le|f32le|f64le)")) {
            return Optional.empty();
        }
        return WavLayout.read(file)
                .filter(wav -> wav.riffBytes() < LARGEST_KNOWN_RIFF
                        && wav.frames() > 0
                        && wav.channels() == info.channels()
                        && wav.sampleRate() == info.sampleRate());
    }

    /** ffprobe takes the length of a WAV file from its size, so that a cut one looks whole: its header knows better. */
    private static void checkRiffSize(Path file, String name) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            if (in.readInt() == RIFF) {
                long declared = Integer.toUnsignedLong(Integer.reverseBytes(in.readInt())) + 8;
                long size = Files.size(file);
                if (declared < LARGEST_KNOWN_RIFF && size < declared) {
                    throw new SfaException(
                            ErrorCode.NOT_AUDIO,
                            String.format(
                                    "%s is damaged: %d of its %d bytes are missing; get a whole copy of it.",
                                    name, declared - size, declared));
                }
            }
        }
    }

    /** Seconds that could be decoded. */
    private double decode(
            Path file, String name, AudioInfo info, ProgressListener progress, CancellationToken cancellation)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(tools.ffmpeg().toString(), "-nostdin", "-v", "error"));
        command.addAll(FfmpegTools.input(file));
        command.addAll(List.of("-map", "0:a:0", "-progress", "pipe:1", "-f", "null", "-"));
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
                        ErrorCode.NOT_AUDIO, name + " cannot be decoded (ffmpeg: " + ffmpeg.lastWords() + ").");
            }
        } catch (IOException e) {
            // A killed process closes its stream under the reader.
            cancellation.throwIfCancelled();
            throw e;
        }
        return seconds;
    }
}
