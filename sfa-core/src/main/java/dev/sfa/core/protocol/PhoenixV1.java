package dev.sfa.core.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The frames of the V1 serializer ({@code vsn=1.0.0}, and clients that send none):
 * {@code {"topic", "event", "payload", "ref"}}. There is no join reference in either direction and no binary form.
 */
public final class PhoenixV1 {
    private static final JsonFactory JSON = new JsonFactory();

    private PhoenixV1() {}

    /** The frame of a message, UTF-8; its join reference is left out. */
    public static byte[] encode(PhoenixMessage message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("topic", message.topic());
            json.writeStringField("event", message.event());
            json.writeFieldName("payload");
            PhoenixV2.writePayload(json, message.payload());
            json.writeFieldName("ref");
            Json.write(json, message.ref());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /**
     * Reads a frame; keys it does not know are ignored, {@code payload} and {@code ref} may be missing.
     *
     * @throws IllegalArgumentException when it is not a JSON object with a topic and an event
     */
    public static PhoenixMessage decode(String frame) {
        try (JsonParser json = JSON.createParser(frame)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("a frame is a JSON object");
            }
            Object topic = null;
            Object event = null;
            Object payload = null;
            Object ref = null;
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String key = json.currentName();
                json.nextToken();
                switch (key) {
                    case "topic" -> topic = Json.read(json);
                    case "event" -> event = Json.read(json);
                    case "payload" -> payload = Json.read(json);
                    case "ref" -> ref = Json.read(json);
                    default -> json.skipChildren();
                }
            }
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("more than one JSON value");
            }
            if (topic instanceof String t && event instanceof String e) {
                return new PhoenixMessage(null, ref, t, e, payload);
            }
            throw new IllegalArgumentException("topic and event are strings");
        } catch (IOException e) {
            throw new IllegalArgumentException("not a JSON frame", e);
        }
    }
}
