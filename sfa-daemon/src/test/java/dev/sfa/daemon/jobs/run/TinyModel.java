package dev.sfa.daemon.jobs.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A model of the waveform family whose stems are the mixture times a number each: {@code [1, 2, N] -> [1, S, 2, N]} by an
 * Unsqueeze and a Mul. Written field by field in the wire format of Protocol Buffers, after onnx.proto.
 */
final class TinyModel {
    private static final int CHUNK = 22_050;
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private TinyModel() {}

    /** Puts a model of this name into a library of models; replaces one of the same name. */
    static void install(Path library, String name, List<String> stems, float... gains) throws IOException {
        Path folder = Files.createDirectories(library.resolve(name));
        byte[] model = onnx(gains);
        Files.write(folder.resolve(name + ".onnx"), model);
        Files.writeString(folder.resolve("model.json"), """
                {"name": "%s", "family": "waveform", "licence": "CC0", "stems": [%s],
                 "files": [{"file": "%s.onnx", "sha256": "%s"}]}""".formatted(
                        name,
                        stems.stream().map(stem -> "\"" + stem + "\"").collect(Collectors.joining(", ")),
                        name,
                        sha256(model)));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] onnx(float... gains) {
        ByteBuffer numbers = ByteBuffer.allocate(4 * gains.length).order(ByteOrder.LITTLE_ENDIAN);
        numbers.asFloatBuffer().put(gains);
        ByteBuffer axis = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(1);
        Message graph = new Message()
                .bytes(1, node("Unsqueeze", "mix", "axis", "one"))
                .bytes(1, node("Mul", "one", "gains", "stems"))
                .text(2, "shares")
                .bytes(5, tensor("axis", INT64, axis.array(), 1))
                .bytes(5, tensor("gains", FLOAT, numbers.array(), 1, gains.length, 1, 1))
                .bytes(11, port("mix", 1, 2, CHUNK))
                .bytes(12, port("stems", 1, gains.length, 2, CHUNK));
        return new Message()
                .number(1, 8) // ir_version
                .bytes(7, graph)
                .bytes(8, new Message().text(1, "").number(2, 13)) // opset_import
                .toByteArray();
    }

    private static Message node(String operator, String first, String second, String output) {
        return new Message().text(1, first).text(1, second).text(2, output).text(4, operator);
    }

    private static Message tensor(String name, int type, byte[] data, int... shape) {
        Message tensor = new Message();
        for (int size : shape) {
            tensor.number(1, size);
        }
        return tensor.number(2, type).text(8, name).bytes(9, data);
    }

    private static Message port(String name, int... shape) {
        Message dimensions = new Message();
        for (int size : shape) {
            dimensions.bytes(1, new Message().number(1, size));
        }
        Message type = new Message().bytes(1, new Message().number(1, FLOAT).bytes(2, dimensions));
        return new Message().text(1, name).bytes(2, type);
    }

    /** A message of Protocol Buffers as it grows. */
    private static final class Message {
        private static final int VARINT = 0;
        private static final int LENGTH = 2;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((long) field << 3 | VARINT);
            varint(value);
            return this;
        }

        Message bytes(int field, byte[] value) {
            varint((long) field << 3 | LENGTH);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        Message bytes(int field, Message value) {
            return bytes(field, value.toByteArray());
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        byte[] toByteArray() {
            return out.toByteArray();
        }

        private void varint(long value) {
            long rest = value;
            while (rest >= 0x80) {
                out.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
