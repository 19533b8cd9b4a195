package dev.sfa.daemon.channel;

import dev.sfa.core.protocol.PhoenixMessage;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A frame in the body of a POST.
 *
 * @param text as it stands there
 * @param binary whether the text is the base64 of a binary frame
 */
record Posted(String text, boolean binary) {
    /** Lines that count in one body; a client sends no more. */
    private static final int MAX_LINES = 100;

    /** The lines of a body of type {@code application/x-ndjson}. */
    static List<Posted> lines(String body) {
        List<Posted> frames = new ArrayList<>();
        for (String line : body.split("\r?\n", MAX_LINES + 1)) {
            if (frames.size() < MAX_LINES && !line.isEmpty()) {
                frames.add(new Posted(line, !line.startsWith("[") && !line.startsWith("{")));
            }
        }
        return frames;
    }

    /** @throws IllegalArgumentException when it is not a frame */
    PhoenixMessage decode(Serializer serializer) {
        return binary ? serializer.decodeBinary(Base64.getDecoder().decode(text)) : serializer.decodeText(text);
    }
}
