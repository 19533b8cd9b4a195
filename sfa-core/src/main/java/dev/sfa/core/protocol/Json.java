package dev.sfa.core.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as plain values: {@code Map} (in order), {@code List}, {@code String}, {@code Integer | Long | BigInteger |
 * Double}, {@code Boolean}, null. Streaming only, no data binding: it costs a short command next to nothing.
 * Numbers that are not finite are written as null, because JSON has no word for them.
 */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    /**
     * Parses one JSON value.
     *
     * @throws IllegalArgumentException when the text is not exactly one JSON value
     */
    public static Object parse(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return only(parser);
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + reason(e), e);
        }
    }

    /** As {@link #parse(String)}, of UTF-8 bytes. */
    public static Object parse(byte[] utf8) {
        try (JsonParser parser = FACTORY.createParser(utf8)) {
            return only(parser);
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + reason(e), e);
        }
    }

    /** As {@link #parse(String)}; anything but an object is refused too. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> parseObject(String text) {
        if (parse(text) instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new IllegalArgumentException("not a JSON object");
    }

    /** The compact text of a value. */
    public static String write(Object value) {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            write(generator, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    /** Writes a value to an open generator. */
    public static void write(JsonGenerator generator, Object value) throws IOException {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof String s) {
            generator.writeString(s);
        } else if (value instanceof Boolean b) {
            generator.writeBoolean(b);
        } else if (value instanceof Integer i) {
            generator.writeNumber(i);
        } else if (value instanceof Long l) {
            generator.writeNumber(l);
        } else if (value instanceof Number n) {
            writeNumber(generator, n);
        } else if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                generator.writeFieldName(entry.getKey().toString());
                write(generator, entry.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof Iterable<?> items) {
            writeArray(generator, items.iterator());
        } else if (value instanceof float[] floats) {
            generator.writeStartArray();
            for (float f : floats) {
                writeNumber(generator, f);
            }
            generator.writeEndArray();
        } else if (value instanceof double[] doubles) {
            generator.writeStartArray();
            for (double d : doubles) {
                writeNumber(generator, d);
            }
            generator.writeEndArray();
        } else {
            generator.writeString(value.toString());
        }
    }

    private static void writeArray(JsonGenerator generator, Iterator<?> items) throws IOException {
        generator.writeStartArray();
        while (items.hasNext()) {
            write(generator, items.next());
        }
        generator.writeEndArray();
    }

    private static void writeNumber(JsonGenerator generator, Number number) throws IOException {
        if (!Double.isFinite(number.doubleValue())) {
            generator.writeNull();
        } else {
            generator.writeNumber(number.toString());
        }
    }

    private static Object only(JsonParser parser) throws IOException {
        parser.nextToken();
        Object value = read(parser);
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "more than one value");
        }
        return value;
    }

    /** Reads the value the parser stands at; leaves it at the value's last token. */
    public static Object read(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new JsonParseException(parser, "no value");
        }
        return switch (token) {
            case VALUE_NULL -> null;
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(read(parser));
                }
                yield list;
            }
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    map.put(key, read(parser));
                }
                yield map;
            }
            default -> throw new JsonParseException(parser, "unexpected " + token);
        };
    }

    private static String reason(IOException e) {
        return e instanceof JsonParseException parse ? parse.getOriginalMessage() : e.getMessage();
    }
}
