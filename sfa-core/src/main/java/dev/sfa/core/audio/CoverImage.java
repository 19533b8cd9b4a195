package dev.sfa.core.audio;

import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.tool.ToolRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The cover of an audio file, and the forms in which formats hold it that ffmpeg does not put pictures into. */
public final class CoverImage {
    private static final byte FRONT_COVER = 3;
    /** What fits into four bytes of seven bits, or is a cover that nobody has. */
    private static final long LARGEST = 64L << 20;

    private final byte[] picture;
    private final String mime;

    private CoverImage(byte[] picture, String mime) {
        this.picture = picture;
        this.mime = mime;
    }

    /**
     * Takes the cover out of a file.
     *
     * @param info what the file holds
     * @param between where it is put for a moment
     * @return empty when there is none, or none that can be read: a song without its cover is still the song
     */
    public static Optional<CoverImage> of(
            Path file, AudioInfo info, FfmpegTools tools, Path between, CancellationToken cancellation)
            throws IOException {
        if (info.cover().isEmpty()) {
            return Optional.empty();
        }
        List<String> command = new ArrayList<>(List.of(tools.ffmpeg().toString(), "-nostdin", "-y", "-v", "error"));
        command.addAll(FfmpegTools.input(file));
        command.addAll(List.of("-map", "0:" + info.cover().getAsInt(), "-c", "copy", "-frames:v", "1"));
        command.addAll(List.of("-f", "image2", "-update", "1", "file:" + between.toAbsolutePath()));
        try {
            ToolRun run = ToolRun.run(command, tools.environment(), line -> {}, cancellation);
            if (run.exit() != 0 || !Files.exists(between) || Files.size(between) > LARGEST) {
                return Optional.empty();
            }
            return of(Files.readAllBytes(between));
        } finally {
            Files.deleteIfExists(between);
        }
    }

    private static Optional<CoverImage> of(byte[] picture) {
        if (picture.length > 8 && picture[0] == (byte) 0xFF && picture[1] == (byte) 0xD8) {
            return Optional.of(new CoverImage(picture, "image/jpeg"));
        }
        if (picture.length > 8 && picture[0] == (byte) 0x89 && picture[1] == 'P') {
            return Optional.of(new CoverImage(picture, "image/png"));
        }
        return Optional.empty();
    }

    /** A picture block as FLAC has it, which stands in Base64 in the comments of Ogg (RFC 9639, section 8.8). */
    byte[] pictureBlock() {
        byte[] kind = mime.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer block = ByteBuffer.allocate(32 + kind.length + picture.length);
        block.putInt(FRONT_COVER).putInt(kind.length).put(kind).putInt(0);
        // Width, height, depth and number of colours: 0 where they are not known.
        block.putInt(0).putInt(0).putInt(0).putInt(0);
        return block.putInt(picture.length).put(picture).array();
    }

    /** A tag of ID3 version 2.3 that holds the picture alone (id3.org, "ID3 tag version 2.3.0", 1999, section 4.15). */
    byte[] id3() {
        byte[] kind = mime.getBytes(StandardCharsets.US_ASCII);
        int content = 4 + kind.length + picture.length;
        ByteBuffer tag = ByteBuffer.allocate(20 + content);
        tag.put(new byte[] {'I', 'D', '3', 3, 0, 0});
        for (int shift = 21; shift >= 0; shift -= 7) {
            tag.put((byte) (10 + content >> shift & 0x7F));
        }
        tag.put(new byte[] {'A', 'P', 'I', 'C'}).putInt(content).putShort((short) 0);
        // Latin-1, the kind, a zero; the front, and no description.
        tag.put((byte) 0).put(kind).put((byte) 0).put(FRONT_COVER).put((byte) 0);
        return tag.put(picture).array();
    }
}
