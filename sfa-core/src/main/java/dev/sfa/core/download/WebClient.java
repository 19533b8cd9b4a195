package dev.sfa.core.download;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.RouteInfo;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Makes HTTP/1.1 clients that do nothing but send and receive: redirections, retries, packing and passwords are our own matter. */
final class WebClient {
    private static final String SOCKET = "sfa.socket";
    private static final TimeValue IDLE = TimeValue.ofSeconds(30);
    /** A header of 5,000 letters outside ASCII is long, but not ill meant; curl takes lines as long. */
    private static final Http1Config HEADERS = Http1Config.custom()
            .setMaxLineLength(100_000)
            .setMaxHeaderCount(1000)
            .build();

    static final RequestConfig REQUESTS = RequestConfig.custom()
            .setAuthenticationEnabled(false)
            .setProtocolUpgradeEnabled(false)
            .build();

    private WebClient() {}

    /** May be used from many threads at once. */
    static HttpClient of(HttpTiming timing, EnvironmentProxies proxies) {
        return of(timing, proxies, DefaultClientTlsStrategy.createSystemDefault());
    }

    /** @param tls which certificates it trusts */
    static HttpClient of(HttpTiming timing, EnvironmentProxies proxies, TlsSocketStrategy tls) {
        return HttpClientBuilder.create()
                .setConnectionManager(connections(timing, tls))
                .setRequestExecutor(executor(timeout(timing.window()), proxies))
                .setRoutePlanner(new SystemDefaultRoutePlanner(proxies))
                .setUserAgent("sfa")
                .evictIdleConnections(IDLE)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableConnectionState()
                .build();
    }

    /** As many as asked for: how many transfers there are at once is limited elsewhere. */
    private static HttpClientConnectionManager connections(HttpTiming timing, TlsSocketStrategy tls) {
        return new Connections()
                .setTlsSocketStrategy(tls)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(HEADERS)
                        .build())
                .setMaxConnPerRoute(Integer.MAX_VALUE)
                .setMaxConnTotal(Integer.MAX_VALUE)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout(timing.connect()))
                        // Closed ones are found before they cost a request; what closes in that moment is asked again.
                        .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                        .build())
                .build();
    }

    /** A body has less patience than the answer. Proxies are told who asks at once: we answer no questions. */
    private static HttpRequestExecutor executor(Timeout body, EnvironmentProxies proxies) {
        return new HttpRequestExecutor() {
            @Override
            public ClassicHttpResponse execute(
                    ClassicHttpRequest request,
                    HttpClientConnection connection,
                    HttpResponseInformationCallback informed,
                    HttpContext context)
                    throws IOException, HttpException {
                boolean tunnel = Method.CONNECT.isSame(request.getMethod());
                RouteInfo route = HttpClientContext.cast(context).getHttpRoute();
                if (tunnel || (route != null && route.getProxyHost() != null && !route.isTunnelled())) {
                    proxies.login(tunnel ? "https" : "http")
                            .ifPresent(login -> request.setHeader(HttpHeaders.PROXY_AUTHORIZATION, login));
                }
                boolean reused = hasServed(connection, route);
                long received = received(connection);
                ClassicHttpResponse response;
                try {
                    response = super.execute(request, connection, informed, context);
                } catch (SocketTimeoutException e) {
                    throw e;
                } catch (IOException e) {
                    throw reused && received(connection) == received ? new StaleConnectionException(e) : e;
                }
                connection.setSocketTimeout(body);
                if (connection instanceof ManagedHttpClientConnection managed) {
                    context.setAttribute(SOCKET, managed.getSocket());
                }
                return response;
            }
        };
    }

    /** Whether it has been used before, other than to make a tunnel of it. */
    private static boolean hasServed(HttpClientConnection connection, RouteInfo route) {
        EndpointDetails details = connection.getEndpointDetails();
        return details != null && details.getRequestCount() > (route != null && route.isTunnelled() ? 1 : 0);
    }

    private static long received(HttpClientConnection connection) {
        EndpointDetails details = connection.getEndpointDetails();
        return details == null ? 0 : details.getReceivedBytesCount();
    }

    /** What the answer to the request of {@code context} comes through; null before there is one. */
    static Socket socket(HttpContext context) {
        return (Socket) context.getAttribute(SOCKET);
    }

    /** Connections with a channel, which can read past the heap. */
    private static final class Connections extends PoolingHttpClientConnectionManagerBuilder {
        @Override
        protected HttpClientConnectionOperator createConnectionOperator(
                SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
            return new DefaultHttpClientConnectionOperator(
                    proxy -> proxy == null ? SocketChannel.open().socket() : new Socket(proxy),
                    ports,
                    names,
                    RegistryBuilder.<TlsSocketStrategy>create()
                            .register(URIScheme.HTTPS.id, tls)
                            .build());
        }
    }

    static Timeout timeout(Duration duration) {
        return Timeout.of(duration);
    }
}
