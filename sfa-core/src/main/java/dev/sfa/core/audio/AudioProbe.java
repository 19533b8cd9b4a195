package dev.sfa.core.audio;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.tool.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.bramp.ffmpeg.FFprobe;
import net.bramp.ffmpeg.ProcessFunction;
import net.bramp.ffmpeg.probe.FFmpegProbeResult;
import net.bramp.ffmpeg.probe.FFmpegStream;
import net.bramp.ffmpeg.shared.CodecType;

/** Asks ffprobe what a file holds. */
public final class AudioProbe {
    /** Kinds of cover that every format takes which takes covers. */
    private static final Set<String> PICTURES = Set.of("mjpeg", "png");

    private static final Set<String> LOSSLESS =
            Set.of("flac", "alac", "ape", "wavpack", "tta", "truehd", "mlp", "shorten", "tak", "wmalossless");

    private static final Pattern WHOLE = Pattern.compile("[us](\\d+)p?");

    private final FfmpegTools tools;

    public AudioProbe(FfmpegTools tools) {
        this.tools = tools;
    }

    /**
     * @throws SfaException NO_INPUT when there is no such file, PERMISSION when it may not be read, NOT_AUDIO when it
     *     holds no audio stream that can be understood, TRY_LATER when ffprobe cannot be started now or was killed
     */
    public AudioInfo probe(Path file) {
        return probe(file, String.valueOf(file.getFileName()));
    }

    /**
     * As {@link #probe(Path)}.
     *
     * @param name what messages call the file, when its own name says nothing to a person
     */
    AudioInfo probe(Path file, String name) {
        checkReadable(file, name);
        FFmpegProbeResult result;
        Runs runs = new Runs(tools);
        try {
            FFprobe ffprobe = new KnownFfprobe(tools, runs);
            List<String> arguments = new ArrayList<>(
                    List.of("-v", "quiet", "-print_format", "json", "-show_error", "-show_format", "-show_streams"));
            arguments.addAll(FfmpegTools.input(file));
            result = ffprobe.probe(arguments);
        } catch (IOException | RuntimeException e) {
            runs.throwIfPassing();
            throw notAudio(name, e);
        }
        if (result.hasError() || result.getStreams() == null) {
            throw notAudio(name, null);
        }
        return result.getStreams().stream()
                .filter(stream -> stream.getCodecType() == CodecType.AUDIO
                        && stream.getSampleRate() > 0
                        && stream.getChannels() > 0)
                .findFirst()
                .map(stream -> info(result, stream))
                .orElseThrow(() -> notAudio(name, null));
    }

    private static void checkReadable(Path file, String name) {
        if (!Files.exists(file)) {
            throw new SfaException(ErrorCode.NO_INPUT, "There is no file " + file + "; check the path.");
        }
        if (!Files.isRegularFile(file)) {
            throw new SfaException(ErrorCode.NO_INPUT, file + " is not a file; name an audio file.");
        }
        if (!Files.isReadable(file)) {
            throw new SfaException(ErrorCode.PERMISSION, file + " may not be read; check its permissions.");
        }
        try {
            if (Files.size(file) == 0) {
                throw new SfaException(ErrorCode.NOT_AUDIO, name + " is empty.");
            }
        } catch (IOException e) {
            throw new SfaException(ErrorCode.NO_INPUT, file + " cannot be read (" + e.getMessage() + ").", e);
        }
    }

    private static SfaException notAudio(String name, Exception cause) {
        return new SfaException(
                ErrorCode.NOT_AUDIO, name + " is not readable as audio; it may be damaged or of another kind.", cause);
    }

    private static AudioInfo info(FFmpegProbeResult result, FFmpegStream stream) {
        String codec = stream.getCodecName() == null ? "unknown" : stream.getCodecName();
        // The stream's own first: a film may go on after its sound.
        double duration = stream.getDuration() > 0 || result.getFormat() == null
                ? stream.getDuration()
                : result.getFormat().getDuration();
        long bitRate = stream.getBitRate() > 0
                ? stream.getBitRate()
                : result.getFormat() == null ? 0 : result.getFormat().getBitRate();
        boolean lossless = LOSSLESS.contains(codec) || codec.startsWith("pcm_");
        return new AudioInfo(
                result.getFormat() == null ? "" : result.getFormat().getFormatName(),
                codec,
                Double.isFinite(duration) ? Math.max(0, duration) : 0,
                stream.getSampleRate(),
                stream.getChannels(),
                lossless ? losslessBits(stream) : declaredBits(stream),
                bitRate,
                lossless,
                tags(result, stream),
                cover(result));
    }

    private static int declaredBits(FFmpegStream stream) {
        return Math.max(stream.getBitsPerRawSample(), stream.getBitsPerSample());
    }

    /** Where they are not declared, or are those of fractions, the bits of what the decoder makes of a sample. */
    private static int losslessBits(FFmpegStream stream) {
        String format = String.valueOf(stream.getSampleFmt());
        int declared = declaredBits(stream);
        if (format.startsWith("flt")) {
            return Math.max(declared, Float.SIZE);
        }
        if (format.startsWith("dbl")) {
            return Double.SIZE;
        }
        Matcher whole = WHOLE.matcher(format);
        return declared == 0 && whole.matches() ? Integer.parseInt(whole.group(1)) : declared;
    }

    private static OptionalInt cover(FFmpegProbeResult result) {
        return result.getStreams().stream()
                .filter(stream -> stream.disposition != null
                        && stream.disposition.attached_pic
                        && PICTURES.contains(String.valueOf(stream.getCodecName())))
                .mapToInt(FFmpegStream::getIndex)
                .findFirst();
    }

    private static Map<String, String> tags(FFmpegProbeResult result, FFmpegStream stream) {
        Map<String, String> tags = new HashMap<>();
        // Ogg keeps its tags with the stream, most others with the container.
        for (Map<String, String> source :
                List.of(orEmpty(stream.tags), orEmpty(result.getFormat() == null ? null : result.getFormat().tags))) {
            source.forEach((name, value) -> tags.put(name.toLowerCase(Locale.ROOT), value));
        }
        return Map.copyOf(tags);
    }

    /** One whose version was asked for when it was found: the library would ask each time, which takes as long as the answer. */
    private static final class KnownFfprobe extends FFprobe {
        KnownFfprobe(FfmpegTools tools, ProcessFunction runs) {
            super(tools.ffprobe().toString(), runs);
        }

        @Override
        public boolean isFFprobe() {
            return true;
        }
    }

    /** Starts ffprobe for the library, which does not tell why a run gave nothing. */
    private static final class Runs implements ProcessFunction {
        private final FfmpegTools tools;
        private Process last;
        private IOException refusal;

        Runs(FfmpegTools tools) {
            this.tools = tools;
        }

        @Override
        public Process run(List<String> command) throws IOException {
            try {
                last = tools.process(command)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException e) {
                refusal = e;
                throw e;
            }
            last.getOutputStream().close();
            return last;
        }

        /** @throws SfaException (TRY_LATER) when it was not the file's fault that there is no answer */
        void throwIfPassing() {
            if (refusal != null) {
                throw new SfaException(
                        ErrorCode.TRY_LATER,
                        "ffprobe could not be started (" + refusal.getMessage() + "); try again later.",
                        refusal);
            }
            if (last != null && !last.isAlive() && ExitCode.isKilled(last.exitValue())) {
                throw new SfaException(
                        ErrorCode.TRY_LATER,
                        "ffprobe was killed, by somebody or by a system that lacks memory; try again later.");
            }
        }
    }

    /** The fields are read, not the getters: those throw where there are no tags. */
    private static Map<String, String> orEmpty(Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
