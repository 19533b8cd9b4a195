package dev.sfa.core.download;

import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import dev.sfa.core.tool.ToolRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The program spotdl (https://github.com/spotDL/spotify-downloader), which finds a Spotify track elsewhere and tags it. */
final class SpotDl {
    private static final String NAME = "spotdl";

    private final Path program;
    private final FfmpegTools tools;

    SpotDl(Path program, FfmpegTools tools) {
        this.program = program;
        this.tools = tools;
    }

    /**
     * @param folder exists and is empty
     * @return the file in it
     * @throws dev.sfa.core.error.SfaException with spotdl's words
     */
    Path download(SpotifyAddress track, Path folder, ProgressListener progress, CancellationToken cancellation)
            throws IOException {
        List<String> command = List.of(
                program.toString(),
                "download",
                track.url(),
                "--output",
                folder.resolve("media.{output-ext}").toString(),
                // As it comes: no second encoding.
                "--format",
                "m4a",
                "--bitrate",
                "disable",
                "--ffmpeg",
                tools.ffmpeg().toString(),
                "--threads",
                "1",
                "--simple-tui",
                "--print-errors");
        progress.progress(-1, "asking spotdl");
        List<String> said = new ArrayList<>();
        ToolRun run = ToolRun.run(
                command,
                tools.environment(),
                line -> {
                    said.add(line);
                    progress.progress(-1, "spotdl at work");
                },
                cancellation);
        try (Stream<Path> files = Files.list(folder)) {
            // It ends with 0 when it finds nothing: only the file tells.
            return files.findFirst().orElseThrow(() -> {
                said.addAll(run.errors());
                return ToolError.of(NAME, run.exit(), said, track.url());
            });
        }
    }
}
