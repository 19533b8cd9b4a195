package dev.sfa.daemon.http;

import dev.sfa.core.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The JSON object that a request carries, its fields checked as they are read. */
final class Body {
    private static final int LARGEST = 1 << 20;
    private static final int LONGEST_URL = 8_192;
    private static final int LONGEST_NAME = 500;

    private final Map<String, Object> fields;

    private Body(Map<String, Object> fields) {
        this.fields = fields;
    }

    /**
     * Reads the body; an empty one is an empty object.
     *
     * @param known the fields the route takes
     * @throws InvalidRequest when it is too large, no JSON object, or holds a field that is not known
     */
    static Body read(InputStream stream, Set<String> known) throws IOException {
        byte[] bytes = stream.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw InvalidRequest.tooLarge("The body is larger than 1 MiB.");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        return of(text.isBlank() ? Map.of() : parse(text), known);
    }

    /** @throws InvalidRequest for a field that is not known */
    static Body of(Map<String, Object> fields, Set<String> known) {
        Body body = new Body(fields);
        for (String field : body.fields.keySet()) {
            if (!known.contains(field)) {
                throw InvalidRequest.field(
                        field,
                        "There is no field \"" + field + "\" here; it takes "
                                + String.join(", ", known.stream().sorted().toList()) + ".");
            }
        }
        return body;
    }

    /** @throws InvalidRequest when it is no JSON object */
    static Map<String, Object> parse(String text) {
        try {
            return Json.parseObject(text);
        } catch (IllegalArgumentException e) {
            throw InvalidRequest.unreadable("The body is not a JSON object (" + e.getMessage() + ").");
        }
    }

    /** Those of some fields that are there and not null, as they came. */
    Map<String, Object> only(Set<String> wanted) {
        Map<String, Object> found = new LinkedHashMap<>(fields);
        found.keySet().retainAll(wanted);
        found.values().removeIf(Objects::isNull);
        return found;
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    /** Whether the field is there, null included. */
    boolean has(String field) {
        return fields.containsKey(field);
    }

    /**
     * What something is called: on one line, at most 500 characters, without spaces at its ends.
     *
     * @return null when absent
     */
    String name(String field) {
        String value = text(field);
        if (value == null) {
            return null;
        }
        if (value.length() > LONGEST_NAME || value.chars().anyMatch(Character::isISOControl)) {
            throw InvalidRequest.field(
                    field, "The field " + field + " must be one line of at most " + LONGEST_NAME + " characters.");
        }
        return value.strip();
    }

    /** @return null when absent */
    String text(String field) {
        Object value = fields.get(field);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw InvalidRequest.field(field, "The field " + field + " must be text.");
    }

    String requiredText(String field) {
        String value = text(field);
        if (value == null || value.isBlank()) {
            throw InvalidRequest.field(field, "The field " + field + " is missing.");
        }
        return value;
    }

    /** An address, without spaces at its ends; of what kind is for the caller to see. */
    String url(String field) {
        String value = requiredText(field).strip();
        if (value.length() > LONGEST_URL) {
            throw InvalidRequest.field(field, "The field " + field + " is longer than " + LONGEST_URL + " characters.");
        }
        return value;
    }

    int integer(String field, int fallback) {
        Object value = fields.get(field);
        if (value == null) {
            return fallback;
        }
        if ((value instanceof Integer || value instanceof Long)
                && ((Number) value).longValue() == ((Number) value).intValue()) {
            return ((Number) value).intValue();
        }
        throw InvalidRequest.field(field, "The field " + field + " must be a whole number.");
    }

    boolean flag(String field) {
        Object value = fields.get(field);
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        throw InvalidRequest.field(field, "The field " + field + " must be true or false.");
    }

    /** @return empty when absent */
    List<String> texts(String field) {
        Object value = fields.get(field);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        throw InvalidRequest.field(field, "The field " + field + " must be a list of texts.");
    }
}
