package dev.sfa.core.export;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The user data of an MP4 file ({@code moov/udta}; ISO/IEC 14496-12, 4.2 and 8.10.1). A box is its size in four bytes, big
 * end first and itself included, its type in four, and its contents; a size of 1 says that eight bytes of size follow the
 * type, a size of 0 that the box goes on to the end of the file.
 */
final class UserDataBox {
    private static final int HEADER = 8;
    private static final int LONG_HEADER = 16;
    private static final int LARGEST_MOVIE = 1 << 28;
    private static final int MOVIE = type("moov");
    private static final int USER_DATA = type("udta");

    private UserDataBox() {}

    /**
     * Adds a box to the user data. Only the last box of the file grows: no offset into the samples changes.
     *
     * @param file whose box {@code moov} is its last
     * @throws IOException also when it is not
     */
    static void append(Path file, String type, byte[] contents) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long start = lastBox(channel);
            ByteBuffer movie = read(channel, start, channel.size() - start);
            ByteBuffer grown = withUserData(movie, box(type(type), contents));
            channel.position(start);
            while (grown.hasRemaining()) {
                channel.write(grown);
            }
        }
    }

    /** Where the movie box begins, which must be the last. */
    private static long lastBox(FileChannel channel) throws IOException {
        long at = 0;
        while (at < channel.size()) {
            ByteBuffer header = read(channel, at, Math.min(LONG_HEADER, channel.size() - at));
            long size = header.getInt(0) & 0xFFFFFFFFL;
            size = size == 1 ? header.getLong(HEADER) : size == 0 ? channel.size() - at : size;
            if (size < HEADER) {
                throw new IOException("a box of " + size + " bytes");
            }
            if (header.getInt(4) == MOVIE) {
                if (at + size != channel.size() || size > LARGEST_MOVIE || header.getInt(0) == 1) {
                    throw new IOException("the movie box is not the last, or too large");
                }
                return at;
            }
            at += size;
        }
        throw new IOException("no movie box");
    }

    private static ByteBuffer read(FileChannel channel, long at, long size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(size));
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException("the file ends in the middle of a box");
            }
        }
        return bytes.flip();
    }

    private static ByteBuffer withUserData(ByteBuffer movie, byte[] box) throws IOException {
        for (int at = HEADER; at + HEADER <= movie.limit(); ) {
            int size = movie.getInt(at);
            if (size < HEADER || at + size > movie.limit()) {
                throw new IOException("a box of " + size + " bytes in the movie box");
            }
            if (movie.getInt(at + 4) == USER_DATA) {
                ByteBuffer grown = inserted(movie, at + size, box);
                grown.putInt(at, size + box.length);
                return grown;
            }
            at += size;
        }
        return inserted(movie, movie.limit(), box(USER_DATA, box));
    }

    /** The movie box with more in it. */
    private static ByteBuffer inserted(ByteBuffer movie, int at, byte[] bytes) {
        ByteBuffer grown = ByteBuffer.allocate(movie.limit() + bytes.length);
        grown.put(movie.array(), 0, at).put(bytes).put(movie.array(), at, movie.limit() - at);
        grown.putInt(0, grown.capacity());
        return grown.flip();
    }

    private static byte[] box(int type, byte[] contents) {
        ByteBuffer box = ByteBuffer.allocate(HEADER + contents.length);
        return box.putInt(box.capacity()).putInt(type).put(contents).array();
    }

    private static int type(String name) {
        return ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII)).getInt();
    }
}
