package dev.sfa.core.separation.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Another export of the same network: ports of other names, in the other order, whose lengths are left open. Edits the
 * wire format of Protocol Buffers, by the numbers of onnx.proto.
 */
final class Disguise {
    private static final int NODE = 1;
    private static final int INPUT = 11;
    private static final int OUTPUT = 12;

    private final Map<String, String> names = new HashMap<>();

    /** A field; the value of a number is its varint, of all else its bytes. */
    record Field(int number, int type, byte[] value) {
        String text() {
            return new String(value, StandardCharsets.UTF_8);
        }

        Field with(byte[] other) {
            return new Field(number, type, other);
        }
    }

    private Disguise() {}

    /** The model as bytes, from the model as bytes. */
    static byte[] of(byte[] model) {
        Disguise disguise = new Disguise();
        return write(parse(model).stream()
                .map(field -> field.number() == 7 ? field.with(disguise.graph(field.value())) : field)
                .toList());
    }

    private byte[] graph(byte[] graph) {
        List<Field> fields = parse(graph);
        for (Field port : fields) {
            if (port.number() == INPUT || port.number() == OUTPUT) {
                names.put(parse(port.value()).get(0).text(), "z" + (9 - names.size()));
            }
        }
        List<Field> others = new ArrayList<>();
        List<Field> ports = new ArrayList<>();
        for (Field field : fields) {
            if (field.number() == NODE) {
                others.add(field.with(renamed(field.value(), 1, 2)));
            } else if (field.number() == INPUT || field.number() == OUTPUT) {
                ports.add(field.with(open(renamed(field.value(), 1), field.number())));
            } else {
                others.add(field);
            }
        }
        Collections.reverse(ports);
        others.addAll(ports);
        return write(others);
    }

    private byte[] renamed(byte[] message, int... fields) {
        return write(parse(message).stream()
                .map(field -> IntStream.of(fields).anyMatch(number -> number == field.number())
                                && names.containsKey(field.text())
                        ? field.with(names.get(field.text()).getBytes(StandardCharsets.UTF_8))
                        : field)
                .toList());
    }

    /** A port that keeps its number of axes, and of inputs the length of the second, which tells families apart. */
    private static byte[] open(byte[] port, int kind) {
        byte[] free = write(List.of(new Field(2, 2, "n".getBytes(StandardCharsets.UTF_8))));
        return inside(
                port,
                2,
                type -> inside(
                        type,
                        1,
                        tensor -> inside(tensor, 2, shape -> {
                            List<Field> axes = parse(shape);
                            return write(IntStream.range(0, axes.size())
                                    .mapToObj(i -> i == 1 && kind == INPUT
                                            ? axes.get(i)
                                            : axes.get(i).with(free))
                                    .toList());
                        })));
    }

    private interface Edit {
        byte[] apply(byte[] message);
    }

    private static byte[] inside(byte[] message, int number, Edit edit) {
        return write(parse(message).stream()
                .map(field ->
                        field.number() == number && field.type() == 2 ? field.with(edit.apply(field.value())) : field)
                .toList());
    }

    static List<Field> parse(byte[] message) {
        List<Field> fields = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(message);
        while (in.hasRemaining()) {
            int key = (int) varint(in);
            int start = in.position();
            int length = switch (key & 7) {
                case 0 -> {
                    varint(in);
                    int end = in.position();
                    in.position(start);
                    yield end - start;
                }
                case 1 -> 8;
                case 2 -> (int) varint(in);
                case 5 -> 4;
                default -> throw new IllegalArgumentException("wire type " + (key & 7));
            };
            byte[] value = new byte[length];
            in.get(value);
            fields.add(new Field(key >> 3, key & 7, value));
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    static byte[] write(List<Field> fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Field field : fields) {
            varint(out, (long) field.number() << 3 | field.type());
            if (field.type() == 2) {
                varint(out, field.value().length);
            }
            out.writeBytes(field.value());
        }
        return out.toByteArray();
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        for (; rest >= 0x80; rest >>>= 7) {
            out.write((int) (rest & 0x7F | 0x80));
        }
        out.write((int) rest);
    }
}
