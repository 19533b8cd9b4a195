package dev.sfa.daemon.channel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What a client offers in {@code Sec-WebSocket-Protocol}: {@code phoenix}, and, to keep it out of the URL, its token.
 *
 * @param authToken the token, null when it offers none
 * @param answer the subprotocol to answer with, null for none
 */
record Subprotocols(String authToken, String answer) {
    private static final String TOKEN_PREFIX = "base64url.bearer.phx.";
    private static final String PHOENIX = "phoenix";

    /**
     * @param offered the entries of the header
     * @throws IllegalArgumentException for two tokens, one that is not base64, or no subprotocol we speak
     */
    static Subprotocols of(List<String> offered) {
        List<String> tokens = new ArrayList<>();
        List<String> protocols = new ArrayList<>();
        for (String entry : offered) {
            String name = entry.trim();
            if (name.startsWith(TOKEN_PREFIX)) {
                tokens.add(name.substring(TOKEN_PREFIX.length()));
            } else if (!name.isEmpty()) {
                protocols.add(name);
            }
        }
        if (tokens.size() > 1) {
            throw new IllegalArgumentException("more than one token");
        }
        if (!protocols.isEmpty() && !protocols.contains(PHOENIX)) {
            throw new IllegalArgumentException("no subprotocol in common");
        }
        return new Subprotocols(tokens.isEmpty() ? null : decode(tokens.get(0)), protocols.isEmpty() ? null : PHOENIX);
    }

    /** Base64 of Latin-1 bytes, in either alphabet, padded or not. */
    private static String decode(String base64) {
        String standard = base64.replace('-', '+').replace('_', '/');
        return new String(Base64.getDecoder().decode(standard), StandardCharsets.ISO_8859_1);
    }
}
