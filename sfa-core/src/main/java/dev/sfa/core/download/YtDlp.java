package dev.sfa.core.download;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import dev.sfa.core.tool.ToolRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The program yt-dlp (https://github.com/yt-dlp/yt-dlp), which knows how to get the sound out of web pages. The user's own
 * configuration of it is not read, so that it does the same everywhere; encoding and tags are left to us.
 */
final class YtDlp {
    private static final String NAME = "yt-dlp";
    private static final String PROGRESS = "sfa-progress";
    /** Its exit code when a filter has rejected something. */
    private static final int REJECTED = 101;
    /** Everybody on this machine may read arguments, and addresses hold credentials. */
    private static final List<String> ADDRESS_ON_STDIN = List.of("--batch-file", "-");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path program;

    YtDlp(Path program) {
        this.program = program;
    }

    /**
     * What came out.
     *
     * @param file in the folder that was given
     */
    record Media(Path file, Metadata metadata) {}

    /**
     * Downloads the best sound there is at {@code url}, if it is one recording.
     *
     * @param folder exists and is empty
     * @throws SfaException with yt-dlp's words
     */
    Media download(
            String url,
            Path folder,
            long maxBytes,
            long bytesPerSecond,
            ProgressListener progress,
            CancellationToken cancellation)
            throws IOException {
        List<String> command = command(
                "--no-playlist",
                // A second one is enough to know a list by, whose recordings would be written one over the other.
                "--playlist-items",
                "1:2",
                "--break-match-filters",
                "n_entries <? 2",
                "--newline",
                "--progress",
                "--progress-template",
                "download:" + PROGRESS
                        + " %(progress.downloaded_bytes)s %(progress.total_bytes)s %(progress.total_bytes_estimate)s",
                "--format",
                "bestaudio/best",
                "--fixup",
                "never",
                "--no-mtime",
                "--write-info-json",
                "--max-filesize",
                Long.toString(maxBytes),
                "--paths",
                folder.toString(),
                "--output",
                "media.%(ext)s");
        if (bytesPerSecond > 0) {
            command.addAll(List.of("--limit-rate", Long.toString(bytesPerSecond)));
        }
        command.addAll(ADDRESS_ON_STDIN);
        progress.progress(-1, "asking yt-dlp");
        double[] furthest = {0};
        ToolRun run = ToolRun.run(command, Map.of(), line(url), line -> report(line, furthest, progress), cancellation);
        if (run.exit() == REJECTED) {
            throw new SfaException(
                    ErrorCode.USAGE,
                    Downloader.shown(url) + " is a list of recordings, not one; download them one by one.");
        }
        if (run.exit() != 0) {
            throw ToolError.of(NAME, run.exit(), run.errors(), url);
        }
        return media(url, folder, maxBytes);
    }

    /**
     * What YouTube finds for some words, best first.
     *
     * @param count how many at most
     */
    List<Candidate> search(String words, int count, CancellationToken cancellation) throws IOException {
        String search = "ytsearch" + count + ":" + words.replaceAll("[\\s\\p{Cc}]+", " ");
        return entries(search, List.of("--", search), "", cancellation);
    }

    /** The recordings at an address: one, or those of a list. */
    List<Candidate> list(String url, CancellationToken cancellation) throws IOException {
        return entries(url, ADDRESS_ON_STDIN, line(url), cancellation);
    }

    private List<Candidate> entries(String what, List<String> named, String input, CancellationToken cancellation)
            throws IOException {
        List<Candidate> found = new ArrayList<>();
        List<String> command = command("--flat-playlist", "--dump-json");
        command.addAll(named);
        ToolRun run =
                ToolRun.run(command, Map.of(), input, line -> candidate(line).ifPresent(found::add), cancellation);
        if (run.exit() != 0) {
            throw ToolError.of(NAME, run.exit(), run.errors(), what);
        }
        return found;
    }

    /** One line whatever is in it. */
    private static String line(String url) {
        return url.strip().replaceAll("[\\s\\p{Cc}]", "%20") + "\n";
    }

    private List<String> command(String... options) {
        List<String> command = new ArrayList<>(
                List.of(program.toString(), "--ignore-config", "--no-cache-dir", "--quiet", "--no-warnings"));
        command.addAll(List.of("--socket-timeout", "30", "--retries", "3"));
        command.addAll(List.of(options));
        return command;
    }

    private static java.util.Optional<Candidate> candidate(String line) {
        try {
            JsonNode entry = JSON.readTree(line);
            String url = text(entry, "url", "webpage_url");
            return url.isEmpty()
                    ? java.util.Optional.empty()
                    : java.util.Optional.of(new Candidate(
                            text(entry, "webpage_url", "url"),
                            text(entry, "title"),
                            text(entry, "uploader", "channel"),
                            entry.path("duration").asDouble(0)));
        } catch (IOException e) {
            // Not one of the lines that were asked for.
            return java.util.Optional.empty();
        }
    }

    private static void report(String line, double[] furthest, ProgressListener progress) {
        String[] words = line.split(" ");
        if (words.length != 4 || !words[0].equals(PROGRESS)) {
            return;
        }
        long bytes = bytes(words[1]);
        long total = bytes(words[2]) >= 0 ? bytes(words[2]) : bytes(words[3]);
        // It starts again for each part of what it fetches.
        furthest[0] = total > 0 ? Math.max(furthest[0], Math.min(1, bytes / (double) total)) : furthest[0];
        progress.progress(total > 0 ? furthest[0] : -1, "fetching " + Megabytes.of(Math.max(0, bytes), total));
    }

    private static long bytes(String word) {
        return word.matches("\\d{1,18}(\\.\\d+)?") ? (long) Double.parseDouble(word) : -1;
    }

    private static Media media(String url, Path folder, long maxBytes) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(file -> !file.getFileName().toString().endsWith(".json"))
                    .toList();
        }
        if (files.isEmpty()) {
            // It says nothing and ends well when the file is larger than it was allowed.
            throw Megabytes.tooLarge(Downloader.shown(url), maxBytes);
        }
        Path info = folder.resolve("media.info.json");
        return new Media(files.get(0), Files.exists(info) ? metadata(JSON.readTree(info.toFile())) : Metadata.NONE);
    }

    private static Metadata metadata(JsonNode info) {
        String title = text(info, "track", "title");
        String artist = text(info, "artist", "creator");
        TrackNames split = TrackNames.of(Map.of(), title);
        if (artist.isEmpty() && !split.artist().isEmpty()) {
            title = split.title();
            artist = split.artist();
        }
        if (artist.isEmpty()) {
            artist = text(info, "uploader", "channel");
        }
        String extractor = text(info, "extractor_key").toLowerCase(Locale.ROOT);
        String date = text(info, "release_date", "release_year");
        return new Metadata(
                extractor + ":" + text(info, "id"),
                title,
                artist,
                text(info, "album"),
                date.matches("\\d{8}") ? date.replaceAll("(....)(..)(..)", "$1-$2-$3") : date,
                info.path("track_number").asInt(0),
                text(info, "thumbnail"));
    }

    private static String text(JsonNode node, String... names) {
        for (String name : names) {
            String value = node.path(name).asText("");
            if (!value.isBlank() && !value.equals("null")) {
                return value;
            }
        }
        return "";
    }
}
