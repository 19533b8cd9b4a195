package dev.sfa.core.audio;

import dev.sfa.core.audio.FfmpegTools.Origin;
import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds ffmpeg and ffprobe: the settings' first, then those on the PATH, then the ones that come with sfa. */
public final class FfmpegLocator {
    private static final Pattern VERSION = Pattern.compile("version (\\S+)");

    private final Settings settings;
    private final SfaPaths paths;
    private final Map<String, String> env;

    public FfmpegLocator(Settings settings, SfaPaths paths, Map<String, String> env) {
        this.settings = settings;
        this.paths = paths;
        this.env = env;
    }

    /**
     * @throws SfaException (CONFIG) when the settings name a program that does not run, or none is to be had
     */
    public FfmpegTools locate() {
        Optional<String> configured = settings.string("tools.ffmpeg");
        if (configured.isPresent()) {
            Path ffmpeg = Path.of(configured.get());
            Path ffprobe = settings.string("tools.ffprobe").map(Path::of).orElse(ffmpeg.resolveSibling("ffprobe"));
            return tools(ffmpeg, ffprobe, Origin.SETTINGS, Map.of())
                    .orElseThrow(
                            () -> new SfaException(
                                    ErrorCode.CONFIG,
                                    "The settings name " + ffmpeg + " and " + ffprobe
                                            + ", but they do not run; correct tools.ffmpeg and tools.ffprobe, or remove them."));
        }
        return onPath().or(this::bundled)
                .orElseThrow(() -> new SfaException(
                        ErrorCode.CONFIG, "There is no ffmpeg: install it, or set tools.ffmpeg to where it is."));
    }

    private Optional<FfmpegTools> onPath() {
        for (String folder : env.getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (!folder.isEmpty()) {
                Path ffmpeg = Path.of(folder, "ffmpeg" + BundledFfmpeg.suffix());
                Path ffprobe = Path.of(folder, "ffprobe" + BundledFfmpeg.suffix());
                Optional<FfmpegTools> tools = Files.isExecutable(ffmpeg) && Files.isExecutable(ffprobe)
                        ? tools(ffmpeg, ffprobe, Origin.PATH, Map.of())
                        : Optional.empty();
                if (tools.isPresent()) {
                    return tools;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<FfmpegTools> bundled() {
        BundledFfmpeg bundle = new BundledFfmpeg(paths.cache());
        return bundle.folder()
                .flatMap(FfmpegLocator::bundled)
                .or(() -> bundle.mended().flatMap(FfmpegLocator::bundled));
    }

    private static Optional<FfmpegTools> bundled(Path folder) {
        Path ffmpeg = folder.resolve("ffmpeg" + BundledFfmpeg.suffix());
        Path ffprobe = folder.resolve("ffprobe" + BundledFfmpeg.suffix());
        return tools(ffmpeg, ffprobe, Origin.BUNDLED, BundledFfmpeg.environment(folder));
    }

    /** The pair, if both run. */
    private static Optional<FfmpegTools> tools(
            Path ffmpeg, Path ffprobe, Origin origin, Map<String, String> environment) {
        return version(ffmpeg, environment)
                .flatMap(version -> version(ffprobe, environment)
                        .map(probe -> new FfmpegTools(ffmpeg, ffprobe, origin, version, environment)));
    }

    private static Optional<String> version(Path program, Map<String, String> environment) {
        try {
            ProcessBuilder builder = new ProcessBuilder(List.of(program.toString(), "-version"));
            builder.environment().putAll(environment);
            Process process = builder.redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher matcher = VERSION.matcher(output);
            boolean ran = process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
            return ran && matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
