package dev.sfa.core.download;

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
 * {@code no_proxy}, as curl and most other programs read them. Loopback is never reached through a proxy.
 */
public final class EnvironmentProxies extends ProxySelector {
    private final Map<String, InetSocketAddress> byScheme;
    private final List<String> exceptions;

    private EnvironmentProxies(Map<String, InetSocketAddress> byScheme, List<String> exceptions) {
        this.byScheme = byScheme;
        this.exceptions = exceptions;
    }

    /** Those of {@code env}; names in lower case go before upper case. */
    public static EnvironmentProxies of(Map<String, String> env) {
        Map<String, InetSocketAddress> byScheme = new java.util.HashMap<>();
        for (String scheme : List.of("http", "https")) {
            // HTTP_PROXY in capitals can be set by a request's header where programs run as CGI: nobody reads it.
            Optional<String> own =
                    scheme.equals("http") ? Optional.ofNullable(env.get("http_proxy")) : value(env, "https_proxy");
            own.or(() -> value(env, "all_proxy"))
                    .flatMap(EnvironmentProxies::address)
                    .ifPresent(address -> byScheme.put(scheme, address));
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

    private static Optional<InetSocketAddress> address(String text) {
        try {
            URI uri = URI.create(text.contains("://") ? text : "http://" + text);
            boolean usable = "http".equals(uri.getScheme()) && uri.getHost() != null;
            return usable
                    ? Optional.of(
                            InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort() > 0 ? uri.getPort() : 80))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<Proxy> select(URI uri) {
        String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        InetSocketAddress proxy = byScheme.get(uri.getScheme());
        boolean direct = proxy == null
                || host.equals("localhost")
                || host.startsWith("127.")
                || host.equals("[::1]")
                || exceptions.stream()
                        .anyMatch(exception ->
                                exception.equals("*") || host.equals(exception) || host.endsWith("." + exception));
        return List.of(direct ? Proxy.NO_PROXY : new Proxy(Proxy.Type.HTTP, proxy));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException cause) {
        // The transfer fails with the same cause.
    }
}
