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
import java.util.SplittableRandom;
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
        install(library, name, "waveform", stems, shares(CHUNK, gains));
    }

    /** As {@link #install(Path, String, List, float...)}, any model. */
    static void install(Path library, String name, String family, List<String> stems, byte[] model) throws IOException {
        Path folder = Files.createDirectories(library.resolve(name));
        Files.write(folder.resolve(name + ".onnx"), model);
        Files.writeString(folder.resolve("model.json"), """
                {"name": "%s", "family": "%s", "licence": "CC0", "stems": [%s],
                 "files": [{"file": "%s.onnx", "sha256": "%s"}]}""".formatted(
                        name,
                        family,
                        stems.stream().map(stem -> "\"" + stem + "\"").collect(Collectors.joining(", ")),
                        name,
                        sha256(model)));
    }

    /**
     * Puts a manifest of two stems without a network into a library: enough to be asked about.
     *
     * @param family the JSON fields that name the family and set it
     */
    static void describe(Path library, String name, String family) throws IOException {
        String files =
                family.contains("mdx") ? "{\"file\": \"a.onnx\"}" : "{\"file\": \"a.onnx\"}, {\"file\": \"b.onnx\"}";
        Files.writeString(Files.createDirectories(library.resolve(name)).resolve("model.json"), """
                {"name": "%s", %s, "stems": ["vocals", "other"], "files": [%s]}""".formatted(
                        name, family, files));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param chunk samples that it takes at a time */
    static byte[] shares(int chunk, float... gains) {
        ByteBuffer numbers = ByteBuffer.allocate(4 * gains.length).order(ByteOrder.LITTLE_ENDIAN);
        numbers.asFloatBuffer().put(gains);
        ByteBuffer axis = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(1);
        Message graph = new Message()
                .bytes(1, node("Unsqueeze", "mix", "axis", "one"))
                .bytes(1, node("Mul", "one", "gains", "stems"))
                .text(2, "shares")
                .bytes(5, tensor("axis", INT64, axis.array(), 1))
                .bytes(5, tensor("gains", FLOAT, numbers.array(), 1, gains.length, 1, 1))
                .bytes(11, port("mix", 1, 2, chunk))
                .bytes(12, port("stems", 1, gains.length, 2, chunk));
        return model(graph);
    }

    /**
     * A model that is at work for long, in many short steps: the sine of the sine of it, and so on.
     *
     * @param steps a millisecond or two each
     */
    static byte[] slow(int steps) {
        Message graph = new Message();
        for (int i = 0; i < steps; i++) {
            graph.bytes(
                    1,
                    new Message()
                            .text(1, i == 0 ? "mix" : "sine" + i)
                            .text(2, "sine" + (i + 1))
                            .text(4, "Sin"));
        }
        ByteBuffer axis = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(1);
        graph.bytes(1, node("Unsqueeze", "sine" + steps, "axis", "stems"))
                .text(2, "slow")
                .bytes(5, tensor("axis", INT64, axis.array(), 1))
                .bytes(11, port("mix", 1, 2, CHUNK))
                .bytes(12, port("stems", 1, 1, 2, CHUNK));
        return model(graph);
    }

    /** A model of one stem, the mixture, that holds 2^45 numbers in between, more than a machine can address. */
    static byte[] swollen() {
        ByteBuffer axis = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(1);
        ByteBuffer shape = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        shape.putLong(1L << 30).putLong(1).putLong(2).putLong(CHUNK);
        Message graph = new Message()
                .bytes(1, node("Unsqueeze", "mix", "axis", "one"))
                .bytes(1, node("Expand", "one", "shape", "many"))
                .bytes(
                        1,
                        new Message()
                                .text(1, "many")
                                .text(2, "stems")
                                .text(4, "ReduceMax")
                                .bytes(5, firstAxis()))
                .text(2, "swollen")
                .bytes(5, tensor("axis", INT64, axis.array(), 1))
                .bytes(5, tensor("shape", INT64, shape.array(), 4))
                .bytes(11, port("mix", 1, 2, CHUNK))
                .bytes(12, port("stems", 1, 1, 2, CHUNK));
        return model(graph);
    }

    private static Message firstAxis() {
        return new Message().text(1, "axes").number(8, 0).number(20, 7);
    }

    private static Message node(String operator, String first, String second, String output) {
        return new Message()
                .text(1, first)
                .text(1, second)
                .text(2, output)
                .text(3, output)
                .text(4, operator);
    }

    /**
     * A network with the inputs and outputs of HTDemucs at full size and some work between its spectra: two convolutions of
     * 3 by 3.
     *
     * @param width channels between them
     */
    static byte[] heavy(int width) {
        int stems = 4;
        float[] gains = {0.1f, 0.2f, 0.3f, 0.4f};
        ByteBuffer numbers = ByteBuffer.allocate(4 * gains.length).order(ByteOrder.LITTLE_ENDIAN);
        numbers.asFloatBuffer().put(gains);
        ByteBuffer axis = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(1);
        int[] spectra = {1, stems, 4, 2048, 336};
        ByteBuffer shape = ByteBuffer.allocate(8 * spectra.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int size : spectra) {
            shape.putLong(size);
        }
        Message graph = new Message()
                .bytes(1, node("Unsqueeze", "mix", "axis", "one"))
                .bytes(1, node("Mul", "one", "gains", "time"))
                .bytes(1, node("Conv", "mag", "in", "wide").bytes(5, padding()))
                .bytes(1, node("Conv", "wide", "out", "narrow").bytes(5, padding()))
                .bytes(1, node("Reshape", "narrow", "shape", "freq"))
                .text(2, "heavy")
                .bytes(5, tensor("axis", INT64, axis.array(), 1))
                .bytes(5, tensor("gains", FLOAT, numbers.array(), 1, stems, 1, 1))
                .bytes(5, tensor("in", FLOAT, noise(width * 4 * 9), width, 4, 3, 3))
                .bytes(5, tensor("out", FLOAT, noise(16 * width * 9), 16, width, 3, 3))
                .bytes(5, tensor("shape", INT64, shape.array(), spectra.length))
                .bytes(11, port("mix", 1, 2, 343_980))
                .bytes(11, port("mag", 1, 4, 2048, 336))
                .bytes(12, port("freq", spectra))
                .bytes(12, port("time", 1, stems, 2, 343_980));
        return model(graph);
    }

    /** The attribute of a convolution that keeps the size of its input. */
    private static Message padding() {
        Message pads = new Message().text(1, "pads");
        for (int side = 0; side < 4; side++) {
            pads.number(8, 1);
        }
        return pads.number(20, 7);
    }

    private static byte[] noise(int count) {
        SplittableRandom random = new SplittableRandom(1);
        ByteBuffer numbers = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            numbers.putFloat((float) (random.nextDouble() - 0.5) / 10);
        }
        return numbers.array();
    }

    private static byte[] model(Message graph) {
        return new Message()
                .number(1, 8) // ir_version
                .bytes(7, graph)
                .bytes(8, new Message().text(1, "").number(2, 13)) // opset_import
                .toByteArray();
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
