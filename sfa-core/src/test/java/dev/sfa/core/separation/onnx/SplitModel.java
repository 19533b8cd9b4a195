package dev.sfa.core.separation.onnx;

import dev.sfa.core.separation.onnx.Disguise.Field;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The same network with its numbers in a file of their own (ONNX, External Data), by the numbers of onnx.proto.
 *
 * @param graph the ONNX file
 * @param data the other file
 */
record SplitModel(byte[] graph, byte[] data) {
    private static final int TEXT = 2;
    private static final int RAW_DATA = 9;

    /** @param location the name of the other file */
    static SplitModel of(byte[] model, String location) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        List<Field> fields = Disguise.parse(model).stream()
                .map(field -> field.number() == 7 ? field.with(graph(field.value(), location, data)) : field)
                .toList();
        return new SplitModel(Disguise.write(fields), data.toByteArray());
    }

    private static byte[] graph(byte[] graph, String location, ByteArrayOutputStream data) {
        return Disguise.write(Disguise.parse(graph).stream()
                .map(field -> field.number() == 5 ? field.with(tensor(field.value(), location, data)) : field)
                .toList());
    }

    private static byte[] tensor(byte[] tensor, String location, ByteArrayOutputStream data) {
        List<Field> fields = new ArrayList<>();
        for (Field field : Disguise.parse(tensor)) {
            // What a shape is made of stays: the runtime needs it at once.
            if (field.number() == RAW_DATA && field.value().length > 64) {
                fields.add(entry("location", location));
                fields.add(entry("offset", Integer.toString(data.size())));
                fields.add(entry("length", Integer.toString(field.value().length)));
                fields.add(new Field(14, 0, new byte[] {1}));
                data.writeBytes(field.value());
            } else {
                fields.add(field);
            }
        }
        return Disguise.write(fields);
    }

    private static Field entry(String key, String value) {
        return new Field(13, TEXT, Disguise.write(List.of(text(1, key), text(2, value))));
    }

    private static Field text(int number, String value) {
        return new Field(number, TEXT, value.getBytes(StandardCharsets.UTF_8));
    }
}
