package dev.sfa.daemon.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Map;

/** A file as the answer to a GET, whole or in part (RFC 9110, sections 13 and 14). */
final class FileAnswer {
    private static final int BLOCK = 1 << 16;
    private static final Map<String, String> TYPES = Map.of(
            "wav", "audio/wav",
            "flac", "audio/flac",
            "mp3", "audio/mpeg",
            "m4a", "audio/mp4",
            "ogg", "audio/ogg",
            "opus", "audio/ogg",
            "json", "application/json",
            "png", "image/png");

    private final Path file;
    private final long size;
    private final String tag;

    FileAnswer(Path file) throws IOException {
        this.file = file;
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        this.size = attributes.size();
        this.tag = "\"" + Long.toHexString(size) + "-"
                + Long.toHexString(attributes.lastModifiedTime().toMillis()) + "\"";
    }

    /** The whole file, to be saved under this name. */
    Response download(String name) {
        return common(200)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .header(HttpHeaders.CONTENT_LENGTH, size)
                .entity(bytes(0, size))
                .build();
    }

    /** The headers of a request, null where absent. */
    Response answer(String range, String ifRange, String ifNoneMatch) {
        if (ifNoneMatch != null && (ifNoneMatch.equals("*") || ifNoneMatch.contains(tag))) {
            return common(304).build();
        }
        ByteRange part = range == null || (ifRange != null && !ifRange.equals(tag))
                ? ByteRange.whole(size)
                : ByteRange.parse(range, size);
        if (part == null) {
            return common(416).header("Content-Range", "bytes */" + size).build();
        }
        Response.ResponseBuilder answer = common(part.isWhole() ? 200 : 206);
        if (!part.isWhole()) {
            answer.header("Content-Range", "bytes " + part.from() + "-" + (part.to() - 1) + "/" + size);
        }
        return answer.header(HttpHeaders.CONTENT_LENGTH, part.length())
                .entity(bytes(part.from(), part.length()))
                .build();
    }

    private Response.ResponseBuilder common(int status) {
        return Response.status(status)
                .header(HttpHeaders.ETAG, tag)
                .header("Accept-Ranges", "bytes")
                .type(type());
    }

    private String type() {
        String name = file.getFileName().toString();
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(extension, "application/octet-stream");
    }

    private StreamingOutput bytes(long from, long length) {
        return out -> copy(from, length, out);
    }

    private void copy(long from, long length, OutputStream out) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(from);
            ByteBuffer buffer = ByteBuffer.allocate(BLOCK);
            for (long left = length; left > 0; ) {
                buffer.clear().limit((int) Math.min(BLOCK, left));
                int read = channel.read(buffer);
                if (read < 0) {
                    throw new IOException(file.getFileName() + " became shorter while it was sent");
                }
                out.write(buffer.array(), 0, read);
                left -= read;
            }
        }
    }
}
