package dev.sfa.core.audio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The tags of WAV files: a chunk LIST of type INFO behind the sound (IBM and Microsoft, "Multimedia Programming Interface
 * and Data Specifications 1.0", 1991), in UTF-8, as ffmpeg and most players read it. It has no place for a cover, which
 * stands behind it in a chunk {@code id3 }, as ffmpeg, taggers and DJ programs read it.
 */
public final class WavTags {
    private static final int LONGEST = 2000;
    private static final long LARGEST_FILE = 0xFFFFFFFFL;
    private static final Map<String, String> IDS = Map.of(
            "title", "INAM",
            "artist", "IART",
            "album", "IPRD",
            "genre", "IGNR",
            "date", "ICRD",
            "track", "IPRT",
            "comment", "ICMT",
            "copyright", "ICOP",
            "language", "ILNG");

    private WavTags() {}

    /**
     * Appends tags to a file that has none. Those that INFO has no name for are left out, and all of them where the file
     * would become longer than WAV files can be.
     *
     * @param file a RIFF WAVE file, complete
     * @param tags by ffmpeg's names, in lower case
     */
    public static void append(Path file, Map<String, String> tags, Optional<CoverImage> cover) throws IOException {
        byte[] chunks = chunks(tags, cover);
        if (chunks.length == 0) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long end = channel.size();
            long size = end + chunks.length;
            if (size > LARGEST_FILE) {
                return;
            }
            write(channel, ByteBuffer.wrap(chunks), end);
            ByteBuffer riff = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
            write(channel, riff.putInt((int) (size - 8)).flip(), 4);
            channel.force(true);
        }
    }

    private static byte[] chunks(Map<String, String> tags, Optional<CoverImage> cover) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        byte[] entries = entries(tags);
        if (entries.length > 0) {
            ByteBuffer list = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
            list.put(ascii("LIST")).putInt(4 + entries.length).put(ascii("INFO"));
            chunks.writeBytes(list.array());
            chunks.writeBytes(entries);
        }
        cover.map(CoverImage::id3).ifPresent(tag -> {
            ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            chunks.writeBytes(head.put(ascii("id3 ")).putInt(tag.length).array());
            chunks.writeBytes(Arrays.copyOf(tag, (tag.length + 1) / 2 * 2));
        });
        return chunks.toByteArray();
    }

    private static byte[] entries(Map<String, String> tags) {
        ByteArrayOutputStream entries = new ByteArrayOutputStream();
        IDS.entrySet().stream().sorted(Map.Entry.comparingByValue()).forEach(id -> {
            String value = tags.get(id.getKey());
            if (value != null && !value.isBlank()) {
                String text = value.length() <= LONGEST ? value : value.substring(0, LONGEST);
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                // A text ends in a zero, which counts; a chunk of odd length in another one, which does not.
                byte[] padded = Arrays.copyOf(bytes, (bytes.length + 2) / 2 * 2);
                ByteBuffer entry = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
                entry.put(ascii(id.getValue())).putInt(bytes.length + 1);
                entries.writeBytes(entry.array());
                entries.writeBytes(padded);
            }
        });
        return entries.toByteArray();
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
