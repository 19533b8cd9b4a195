package dev.sfa.core.audio;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes audio anew: in another encoding, with other tags, with a cover. */
public final class AudioEncoder {
    private static final Set<String> TAKES_COVER = Set.of("mp3", "flac", "m4a");
    private static final int LONGEST_TAG = 2000;

    private final FfmpegTools tools;

    public AudioEncoder(FfmpegTools tools) {
        this.tools = tools;
    }

    /**
     * @param info what {@code from} holds
     * @param to does not exist, or is overwritten; its extension is that of the encoding
     * @param tags over those the file has; names as ffmpeg knows them ({@code title}, {@code artist}, {@code track} …)
     * @param cover a JPEG or PNG file; left out where the format takes none
     * @throws SfaException (NOT_AUDIO) when ffmpeg cannot
     */
    public void encode(
            Path from,
            AudioInfo info,
            Path to,
            Encoding encoding,
            Map<String, String> tags,
            Optional<Path> cover,
            ProgressListener progress,
            CancellationToken cancellation)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(tools.ffmpeg().toString(), "-nostdin", "-y", "-v", "error"));
        command.addAll(FfmpegTools.input(from));
        boolean takesCover = TAKES_COVER.contains(encoding.extension());
        boolean newCover = cover.isPresent() && takesCover;
        if (newCover) {
            command.addAll(List.of(
                    "-protocol_whitelist", "file", "-i", "file:" + cover.get().toAbsolutePath()));
        }
        command.addAll(List.of("-map", "0:a:0"));
        if (newCover) {
            command.addAll(List.of("-map", "1:v:0", "-c:v", "copy", "-disposition:v:0", "attached_pic"));
        } else if (takesCover && info.cover().isPresent()) {
            command.addAll(List.of(
                    "-map", "0:" + info.cover().getAsInt(), "-c:v", "copy", "-disposition:v:0", "attached_pic"));
        }
        // Ogg keeps its tags with the stream.
        command.addAll(List.of("-map_metadata", info.container().equals("ogg") ? "0:s:a:0" : "0"));
        tags.forEach((name, value) -> command.addAll(List.of("-metadata", name + "=" + shortened(value))));
        command.addAll(codec(encoding, info));
        command.addAll(List.of("-progress", "pipe:1", "file:" + to.toAbsolutePath()));
        run(command, from, info, progress, cancellation);
    }

    /**
     * Writes audio anew, with the tags and the cover of another file.
     *
     * @param info what {@code from} holds
     * @param to does not exist, or is overwritten; its extension is that of the encoding
     * @param like the file whose tags and cover it gets
     * @param likeInfo what that one holds
     * @throws SfaException (NOT_AUDIO) when ffmpeg cannot
     */
    public void encodeLike(
            Path from,
            AudioInfo info,
            Path to,
            Encoding encoding,
            Path like,
            AudioInfo likeInfo,
            CancellationToken cancellation)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(tools.ffmpeg().toString(), "-nostdin", "-y", "-v", "error"));
        command.addAll(FfmpegTools.input(from));
        command.addAll(FfmpegTools.input(like));
        Optional<Path> picture =
                encoding instanceof Encoding.Ogg ? pictureTag(to, like, likeInfo, cancellation) : Optional.empty();
        picture.ifPresent(tag -> command.addAll(List.of("-f", "ffmetadata", "-i", "file:" + tag.toAbsolutePath())));
        command.addAll(List.of("-map", "0:a:0"));
        if (TAKES_COVER.contains(encoding.extension()) && likeInfo.cover().isPresent()) {
            command.addAll(List.of(
                    "-map", "1:" + likeInfo.cover().getAsInt(), "-c:v", "copy", "-disposition:v:0", "attached_pic"));
        }
        command.addAll(List.of("-map_metadata", likeInfo.container().equals("ogg") ? "1:s:a:0" : "1"));
        if (picture.isPresent()) {
            command.addAll(List.of("-map_metadata:s:a:0", "2:g"));
        }
        command.addAll(codec(encoding, info));
        command.addAll(List.of("-progress", "pipe:1", "file:" + to.toAbsolutePath()));
        try {
            run(command, from, info, ProgressListener.NONE, cancellation);
        } finally {
            if (picture.isPresent()) {
                Files.delete(picture.get());
            }
        }
    }

    /** A file with the tag that holds a cover in Ogg: ffmpeg writes it as any other, and would not take a picture. */
    private Optional<Path> pictureTag(Path to, Path like, AudioInfo likeInfo, CancellationToken cancellation)
            throws IOException {
        Optional<CoverImage> cover = CoverImage.of(like, likeInfo, tools, to.resolveSibling("cover"), cancellation);
        if (cover.isEmpty()) {
            return Optional.empty();
        }
        String block = Base64.getEncoder().encodeToString(cover.get().pictureBlock());
        return Optional.of(Files.writeString(
                to.resolveSibling(to.getFileName() + ".ffmetadata"),
                ";FFMETADATA1\nMETADATA_BLOCK_PICTURE=" + block.replace("=", "\\=") + "\n"));
    }

    private List<String> codec(Encoding encoding, AudioInfo info) throws IOException {
        List<String> codec = new ArrayList<>();
        if (encoding instanceof Encoding.Copy) {
            codec.addAll(List.of("-c:a", "copy"));
        } else if (encoding instanceof Encoding.Flac) {
            codec.addAll(List.of("-c:a", "flac", "-sample_fmt", info.bitsPerSample() > 16 ? "s32" : "s16"));
        } else if (encoding instanceof Encoding.Mp3 mp3) {
            codec.addAll(List.of("-c:a", "libmp3lame", "-b:a", mp3.kilobits() + "k", "-id3v2_version", "3"));
            if (info.channels() > 2) {
                codec.addAll(List.of("-ac", "2"));
            }
        } else if (encoding instanceof Encoding.M4a m4a) {
            codec.addAll(List.of("-c:a", "aac", "-b:a", m4a.kilobits() + "k"));
        } else if (encoding instanceof Encoding.Ogg) {
            codec.addAll(
                    tools.encodes("libvorbis")
                            ? List.of("-c:a", "libvorbis", "-q:a", "7")
                            : List.of("-c:a", "libopus", "-b:a", "192k"));
        }
        return codec;
    }

    private static String shortened(String value) {
        return value.length() <= LONGEST_TAG ? value : value.substring(0, LONGEST_TAG);
    }

    private void run(
            List<String> command, Path from, AudioInfo info, ProgressListener progress, CancellationToken cancellation)
            throws IOException {
        try (FfmpegProcess ffmpeg = new FfmpegProcess(tools, command, cancellation);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(ffmpeg.output(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("out_time_us=") && Character.isDigit(line.charAt(12))) {
                    double seconds = Long.parseLong(line.substring(12)) / 1e6;
                    progress.progress(info.duration() > 0 ? Math.min(1, seconds / info.duration()) : -1, "encoding");
                }
            }
            int exit = ffmpeg.exitCode();
            cancellation.throwIfCancelled();
            if (exit != 0 && ffmpeg.lastWords().contains("No space left")) {
                throw new IOException("No space left on device");
            }
            if (exit != 0) {
                throw new SfaException(
                        ErrorCode.NOT_AUDIO,
                        from.getFileName() + " cannot be encoded (ffmpeg: " + ffmpeg.lastWords() + ").");
            }
        } catch (IOException e) {
            cancellation.throwIfCancelled();
            throw e;
        }
    }
}
