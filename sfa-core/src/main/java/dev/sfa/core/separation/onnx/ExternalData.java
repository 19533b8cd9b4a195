package dev.sfa.core.separation.onnx;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the files beside a graph that hold its weights: exporters put those of large graphs there, and of smaller ones on
 * demand (ONNX, External Data). Reads the messages of onnx.proto on the way to the names and skips all others.
 */
final class ExternalData {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;
    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int TENSOR_EXTERNAL_DATA = 13;
    private static final int ENTRY_KEY = 1;
    private static final int ENTRY_VALUE = 2;
    private static final int LONGEST_TEXT = 4096;

    private final DataInputStream in;
    private final Set<String> locations = new TreeSet<>();
    private long position;

    private ExternalData(DataInputStream in) {
        this.in = in;
    }

    /**
     * The names of those files, as the graph has them; none for what is no ONNX model.
     *
     * @throws IOException when the file cannot be read
     */
    static Set<String> of(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file);
                DataInputStream in = new DataInputStream(new BufferedInputStream(stream, 1 << 16))) {
            ExternalData data = new ExternalData(in);
            try {
                data.message(Files.size(file), MODEL_GRAPH, GRAPH_INITIALIZER, TENSOR_EXTERNAL_DATA);
            } catch (EOFException | IllegalArgumentException e) {
                // The runtime says what is wrong with it.
            }
            return data.locations;
        }
    }

    /** Reads a message up to {@code end} for the fields that lead on, from the outermost. */
    private void message(long end, int... path) throws IOException {
        if (path.length == 0) {
            entry(end);
            return;
        }
        int[] rest = Arrays.copyOfRange(path, 1, path.length);
        while (position < end) {
            long tag = varint();
            if (tag == ((long) path[0] << 3 | LENGTH)) {
                long length = varint();
                message(position + length, rest);
            } else {
                skip(tag);
            }
        }
    }

    private void entry(long end) throws IOException {
        String key = "";
        String value = "";
        while (position < end) {
            long tag = varint();
            if (tag == (ENTRY_KEY << 3 | LENGTH)) {
                key = text();
            } else if (tag == (ENTRY_VALUE << 3 | LENGTH)) {
                value = text();
            } else {
                skip(tag);
            }
        }
        if (key.equals("location")) {
            locations.add(value);
        }
    }

    private String text() throws IOException {
        long length = varint();
        if (length < 0 || length > LONGEST_TEXT) {
            throw new IllegalArgumentException("too long");
        }
        byte[] bytes = new byte[(int) length];
        in.readFully(bytes);
        position += length;
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void skip(long tag) throws IOException {
        switch ((int) (tag & 7)) {
            case VARINT -> varint();
            case FIXED64 -> pass(8);
            case LENGTH -> pass(varint());
            case FIXED32 -> pass(4);
            default -> throw new IllegalArgumentException("no field");
        }
    }

    private void pass(long count) throws IOException {
        if (count < 0) {
            throw new IllegalArgumentException("no length");
        }
        in.skipNBytes(count);
        position += count;
    }

    private long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = in.readUnsignedByte();
            position++;
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IllegalArgumentException("no number");
    }
}
