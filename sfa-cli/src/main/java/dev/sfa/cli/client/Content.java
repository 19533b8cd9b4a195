package dev.sfa.cli.client;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.Json;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What a request carries. */
sealed interface Content {
    /** The media type. */
    String type();

    /** In bytes. */
    long length();

    /** Writes all {@link #length()} bytes. */
    void writeTo(OutputStream out) throws IOException;

    static Content of(Map<String, Object> json) {
        return new Bytes("application/json", Json.write(json).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws SfaException (NO_INPUT) when it cannot be read */
    static Content of(Path file) {
        try {
            return new Stored(file, Files.size(file));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static SfaException unreadable(Path file, IOException e) {
        return new SfaException(
                ErrorCode.NO_INPUT, file + " cannot be read (" + e.getMessage() + "); check the path.", e);
    }

    /** What is in memory. */
    record Bytes(String type, byte[] bytes) implements Content {
        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes);
        }
    }

    /** A file, of which only a block at a time is in memory. */
    record Stored(Path file, long length) implements Content {
        private static final int BLOCK = 1 << 16;

        @Override
        public String type() {
            return "application/octet-stream";
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            byte[] block = new byte[BLOCK];
            try (InputStream in = open()) {
                for (long left = length; left > 0; ) {
                    int n = read(in, block, (int) Math.min(BLOCK, left));
                    out.write(block, 0, n);
                    left -= n;
                }
            }
        }

        private InputStream open() {
            try {
                return Files.newInputStream(file);
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        }

        private int read(InputStream in, byte[] block, int most) {
            try {
                int n = in.read(block, 0, most);
                if (n < 0) {
                    throw new EOFException("it became shorter");
                }
                return n;
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        }
    }
}
