package dev.sfa.core.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The text frames of the V2 serializer ({@code vsn=2.0.0}): {@code [join_ref, ref, topic, event, payload]}, the same
 * in both directions. Streaming, without data binding.
 */
public final class PhoenixV2 {
    private static final JsonFactory JSON = new JsonFactory();

    private PhoenixV2() {}

    /** The frame of a message, UTF-8. Binary payloads have no text form. */
    public static byte[] encode(PhoenixMessage message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartArray();
            Json.write(json, message.joinRef());
            Json.write(json, message.ref());
            json.writeString(message.topic());
            json.writeString(message.event());
            writePayload(json, message.payload());
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** As {@link #encode}, as text. */
    public static String text(PhoenixMessage message) {
        return new String(encode(message), StandardCharsets.UTF_8);
    }

    /**
     * Reads a frame; elements after the fifth are ignored.
     *
     * @throws IllegalArgumentException when it is not a JSON array of five elements with a topic and an event
     */
    public static PhoenixMessage decode(String frame) {
        try (JsonParser json = JSON.createParser(frame)) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw new IllegalArgumentException("a frame is a JSON array");
            }
            Object joinRef = element(json);
            Object ref = element(json);
            Object topic = element(json);
            Object event = element(json);
            Object payload = element(json);
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (json.currentToken() == null) {
                    throw new IllegalArgumentException("the frame ends in the middle");
                }
                json.skipChildren();
            }
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("more than one JSON value");
            }
            if (topic instanceof String t && event instanceof String e) {
                return new PhoenixMessage(joinRef, ref, t, e, payload);
            }
            throw new IllegalArgumentException("topic and event are strings");
        } catch (IOException e) {
            throw new IllegalArgumentException("not a JSON frame", e);
        }
    }

    private static Object element(JsonParser json) throws IOException {
        if (json.nextToken() == JsonToken.END_ARRAY) {
            throw new IllegalArgumentException("a frame has five elements");
        }
        return Json.read(json);
    }

    static void writePayload(JsonGenerator json, Object payload) throws IOException {
        if (payload instanceof PhoenixMessage.Reply reply) {
            json.writeStartObject();
            json.writeFieldName("response");
            writePayload(json, reply.response());
            json.writeStringField("status", reply.status());
            json.writeEndObject();
        } else if (payload instanceof byte[]) {
            throw new IllegalArgumentException("a binary payload has no text frame");
        } else {
            Json.write(json, payload);
        }
    }
}
