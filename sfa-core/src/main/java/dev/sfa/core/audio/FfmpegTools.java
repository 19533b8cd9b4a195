package dev.sfa.core.audio;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The two programs of ffmpeg that do the decoding, encoding and probing.
 *
 * @param origin where they were found
 * @param version as {@code ffmpeg -version} says it
 * @param environment variables the programs need
 */
public record FfmpegTools(Path ffmpeg, Path ffprobe, Origin origin, String version, Map<String, String> environment) {
    /** Where the programs come from, in the order they are looked for. */
    public enum Origin {
        SETTINGS,
        PATH,
        BUNDLED
    }

    /** A process of one of the programs, with the environment it needs. Stdin is closed by the caller. */
    ProcessBuilder process(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder;
    }
}
