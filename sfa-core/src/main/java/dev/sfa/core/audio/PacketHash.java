package dev.sfa.core.audio;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tells whether two files hold the same sound: the SHA-256 of the coded packets of their first audio stream. */
public final class PacketHash {
    private final FfmpegTools tools;

    public PacketHash(FfmpegTools tools) {
        this.tools = tools;
    }

    /**
     * Reads the whole file; decodes nothing.
     *
     * @return lower-case hexadecimal
     * @throws SfaException (NOT_AUDIO) when the file cannot be read as audio
     */
    public String of(Path file) throws IOException {
        List<String> command = new ArrayList<>(List.of(tools.ffmpeg().toString(), "-v", "error", "-nostdin"));
        command.addAll(FfmpegTools.input(file));
        command.addAll(List.of("-map", "0:a:0", "-c", "copy", "-f", "hash", "-hash", "sha256", "-"));
        try (FfmpegProcess process = new FfmpegProcess(tools, command, new CancellationToken())) {
            String output = new String(process.output().readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (process.exitCode() != 0 || !output.startsWith("SHA256=")) {
                throw new SfaException(
                        ErrorCode.NOT_AUDIO,
                        file.getFileName() + " is not readable as audio (" + process.lastWords() + ").");
            }
            return output.substring("SHA256=".length());
        }
    }
}
