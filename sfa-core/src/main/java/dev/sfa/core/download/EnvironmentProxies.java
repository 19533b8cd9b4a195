package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Proxies as the environment names them: {@code http_proxy}, {@code https_proxy}, {@code all_proxy} and
 * {@code no_proxy}, as curl and most other programs read them. Loopback is never reached through a proxy. A proxy of a kind that
 * cannot be used is an error where it would be needed, for going around it may be what it is there against.
 */
public final class EnvironmentProxies extends ProxySelector {
    private final Map<String, Way> byScheme;
    private final List<String> exceptions;

    /**
     * @param login value of the header that carries user and password
     * @param refusal why it cannot be used; null when it can
     */
    private record Way(InetSocketAddress address, Optional<String> login, String refusal) {}

    private EnvironmentProxies(Map<String, Way> byScheme, List<String> exceptions) {
        this.byScheme = byScheme;
        this.exceptions = exceptions;
    }

    /** Those of {@code env}; names in lower case go before upper case. */
    public static EnvironmentProxies of(Map<String, String> env) {
        Map<String, Way> byScheme = new java.util.HashMap<>();
        for (String scheme : List.of("http", "https")) {
            // HTTP_PROXY in capitals can be set by a request's header where programs run as CGI: nobody reads it.
            Optional<String> own = scheme.equals("http")
                    ? Optional.ofNullable(env.get("http_proxy")).filter(text -> !text.isBlank())
                    : value(env, "https_proxy");
            own.map(text -> way(scheme + "_proxy", text))
                    .or(() -> value(env, "all_proxy").map(text -> way("all_proxy", text)))
                    .ifPresent(way -> byScheme.put(scheme, way));
        }
        List<String> exceptions = new ArrayList<>();
        value(env, "no_proxy")
                .ifPresent(list -> Arrays.stream(list.split("[,\\s]+"))
                        .map(host -> host.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
                        .filter(host -> !host.isEmpty())
                        .forEach(exceptions::add));
        return new EnvironmentProxies(byScheme, exceptions);
    }

    private static Optional<String> value(Map<String, String> env, String name) {
        return Optional.ofNullable(env.get(name))
                .or(() -> Optional.ofNullable(env.get(name.toUpperCase(Locale.ROOT))))
                .filter(text -> !text.isBlank());
    }

    private static Way way(String variable, String text) {
        try {
            HttpAddress address = HttpAddress.parse(text.contains("://") ? text : "http://" + text);
            URI uri = address.uri();
            if (uri.getScheme().equals("http")) {
                int port = uri.getPort() > 0 ? uri.getPort() : 80;
                return new Way(InetSocketAddress.createUnresolved(uri.getHost(), port), address.authorization(), null);
            }
        } catch (SfaException e) {
            // Said below, without what it says, which may be a password.
        }
        return new Way(
                null,
                Optional.empty(),
                "The proxy that the variable " + variable
                        + " names cannot be used: only those whose address begins with http:// can; correct it, or name in"
                        + " no_proxy what needs none.");
    }

    /** The value of the header Proxy-Authorization for requests through the proxy for a scheme. */
    Optional<String> login(String scheme) {
        return Optional.ofNullable(byScheme.get(scheme)).flatMap(Way::login);
    }

    /** @throws SfaException (CONFIG) when the one for this address cannot be used */
    @Override
    public List<Proxy> select(URI uri) {
        String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        Way proxy = byScheme.get(uri.getScheme());
        boolean direct = proxy == null
                || host.equals("localhost")
                || host.startsWith("127.")
                || host.equals("[::1]")
                || exceptions.stream()
                        .anyMatch(exception ->
                                exception.equals("*") || host.equals(exception) || host.endsWith("." + exception));
        if (direct) {
            return List.of(Proxy.NO_PROXY);
        }
        if (proxy.refusal() != null) {
            throw new SfaException(ErrorCode.CONFIG, proxy.refusal());
        }
        return List.of(new Proxy(Proxy.Type.HTTP, proxy.address()));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException cause) {
        // The transfer fails with the same cause.
    }
}
