package dev.sfa.core.download;

import dev.sfa.core.audio.AudioCheck;
import dev.sfa.core.audio.AudioEncoder;
import dev.sfa.core.audio.AudioInfo;
import dev.sfa.core.audio.Encoding;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the file that was asked for out of the one that was fetched: encoded when it is better than asked for, tagged when
 * the source knows more than the file, and named.
 */
final class Finish {
    /** Kinds of files whose tags can be written without encoding anew. */
    private static final Set<String> TAGGED = Set.of("mp3", "flac", "m4a", "ogg", "opus", "oga");

    private final FfmpegTools tools;
    private final ProgressListener progress;
    private final CancellationToken cancellation;

    Finish(FfmpegTools tools, ProgressListener progress, CancellationToken cancellation) {
        this.tools = tools;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /**
     * @param part the fetched file; gone afterwards
     * @param info what it holds
     * @param cover a picture, if there is one
     */
    Downloaded finish(Path part, Fetched fetched, AudioInfo info, Quality quality, Optional<Path> cover)
            throws IOException {
        Metadata said = fetched.metadata();
        TrackNames names = TrackNames.of(said, info.tags(), fetched.name());
        String extension = FileTypes.extension(info);
        Optional<Encoding> encoding = quality.encoding(info, fetched.size());
        Map<String, String> tags = said.tags();
        if (encoding.isEmpty() && !tags.isEmpty() && TAGGED.contains(extension)) {
            encoding = Optional.of(new Encoding.Copy(extension));
        }
        if (encoding.isEmpty()) {
            Path file = named(part, names, extension);
            return new Downloaded(
                    file,
                    fetched.size(),
                    fetched.sha256(),
                    info,
                    names.title(),
                    names.artist(),
                    names.album(),
                    info.codec(),
                    said.sourceId());
        }
        Path encoded = part.resolveSibling("encoded." + encoding.get().extension());
        try {
            new AudioEncoder(tools)
                    .encode(part, info, encoded, encoding.get(), tags, cover, progress.stage(0, 0.8), cancellation);
            AudioInfo result =
                    new AudioCheck(tools).check(encoded, fetched.shown(), progress.stage(0.8, 1), cancellation);
            String sha256 = synced(encoded);
            long size = Files.size(encoded);
            Files.delete(part);
            Path file = named(encoded, names, encoding.get().extension());
            return new Downloaded(
                    file,
                    size,
                    Optional.of(sha256),
                    result,
                    names.title(),
                    names.artist(),
                    names.album(),
                    info.codec(),
                    said.sourceId());
        } finally {
            Files.deleteIfExists(encoded);
        }
    }

    private static Path named(Path from, TrackNames names, String extension) throws IOException {
        Path file = from.resolveSibling(FileNames.of(names.artist(), names.title(), extension));
        return Files.move(from, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String synced(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        return Sha256.of(file);
    }
}
