package dev.sfa.daemon.auth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps web pages of other sites from driving the daemon. A page cannot forge the Host or the Origin header: a name
 * that an attacker's DNS server points at this machine shows up in Host, and the page's own site in Origin. Only names
 * that nobody else controls pass: the loopback names, the address the daemon is bound to, and, where it is bound to
 * every address, any literal address.
 *
 * <p>Ports are not compared: a tunnel (ssh -L) changes them, and a page on this very machine is no stranger.
 */
public final class OriginPolicy {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> WILDCARD = Set.of("0.0.0.0", "[::]");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private final String boundHost;

    /** @param boundHost the name or address the daemon listens on, as in the settings ({@code 127.0.0.1}) */
    public OriginPolicy(String boundHost) {
        this.boundHost = boundHost.contains(":") && !boundHost.startsWith("[")
                ? "[" + boundHost + "]"
                : boundHost.toLowerCase(Locale.ROOT);
    }

    /**
     * Whether a request with these headers may go on.
     *
     * @param host the Host header, null when there is none (refused: every HTTP/1.1 client sends it)
     * @param origin the Origin header, null when there is none (a program, not a page: accepted)
     */
    public boolean allows(String host, String origin) {
        String name = host == null ? null : hostName(host);
        return name != null && allowsHost(name) && (origin == null || allowsOrigin(origin, name));
    }

    private boolean allowsHost(String name) {
        return LOOPBACK.contains(name)
                || name.equals(boundHost)
                || (WILDCARD.contains(boundHost)
                        && (name.startsWith("[") || IPV4.matcher(name).matches()));
    }

    private static boolean allowsOrigin(String origin, String hostName) {
        try {
            URI uri = new URI(origin);
            String site = uri.getHost();
            if (site == null || uri.getScheme() == null) {
                return false; // "null" is what a sandboxed page and a local file send
            }
            site = site.toLowerCase(Locale.ROOT);
            return LOOPBACK.contains(site) || site.equals(hostName);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** The name in a Host header, lower case, without the port; null when it is not a host. */
    private static String hostName(String host) {
        try {
            URI uri = new URI("http://" + host.trim());
            boolean plain = uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getPath().isEmpty();
            return plain ? uri.getHost().toLowerCase(Locale.ROOT) : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
