package dev.sfa.core.download;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file name in a Content-Disposition header (RFC 6266; its extended form RFC 8187). */
final class ContentDisposition {
    private static final Pattern PARAMETER = Pattern.compile(
            ";\\s*(filename\\*?)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^;]*+))", Pattern.CASE_INSENSITIVE);

    private ContentDisposition() {}

    /** The last part of the name it gives; empty when it gives none. */
    static Optional<String> fileName(String header) {
        String plain = null;
        String extended = null;
        Matcher matcher = PARAMETER.matcher(";" + header);
        while (matcher.find()) {
            String value = matcher.group(2) != null
                    ? matcher.group(2).replaceAll("\\\\([\"\\\\])", "$1")
                    : matcher.group(3).strip();
            if (matcher.group(1).endsWith("*")) {
                extended = extended(value);
            } else {
                plain = utf8(value);
            }
        }
        return Optional.ofNullable(extended != null ? extended : plain)
                .map(name -> name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
                        .strip())
                .filter(name -> !name.isEmpty());
    }

    /** {@code charset'language'percent-encoded}, or null when it is not that. */
    private static String extended(String value) {
        String[] parts = value.split("'", 3);
        if (parts.length < 3) {
            return null;
        }
        try {
            return URLDecoder.decode(parts[2].replace("+", "%2B"), Charset.forName(parts[0]));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Many servers send UTF-8 where the header's bytes are read as Latin-1. */
    private static String utf8(String value) {
        try {
            byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
            if (!new String(bytes, StandardCharsets.ISO_8859_1).equals(value)) {
                return value;
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return value;
        }
    }
}
