package dev.sfa.daemon.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.lang.management.ManagementFactory;
import java.util.Map;

/** What Prometheus reads: its text format, version 0.0.4. */
@Path("/metrics")
public final class MetricsRoute {
    private final ApiParts parts;

    MetricsRoute(ApiParts parts) {
        this.parts = parts;
    }

    @GET
    public Response metrics() {
        StringBuilder text = new StringBuilder();
        head(text, "sfa_info", "gauge", "Build of the daemon.");
        text.append("sfa_info{version=\"").append(parts.version()).append("\"} 1\n");
        head(text, "sfa_jobs", "gauge", "Jobs by status.");
        parts.jobs()
                .counts()
                .forEach((status, count) -> text.append("sfa_jobs{status=\"")
                        .append(status)
                        .append("\"} ")
                        .append(count)
                        .append('\n'));
        Map<String, Object> status = parts.status().get();
        gauge(text, "sfa_sockets", "Clients connected to the channel.", status.get("sockets"));
        gauge(text, "sfa_uptime_seconds", "Seconds since the start.", status.get("uptime_seconds"));
        Runtime runtime = Runtime.getRuntime();
        gauge(text, "sfa_heap_used_bytes", "Java heap in use.", runtime.totalMemory() - runtime.freeMemory());
        gauge(text, "sfa_heap_max_bytes", "Most that the Java heap may grow to.", runtime.maxMemory());
        gauge(
                text,
                "sfa_threads",
                "Live threads.",
                ManagementFactory.getThreadMXBean().getThreadCount());
        return Response.ok(text.toString())
                .type("text/plain; version=0.0.4; charset=utf-8")
                .build();
    }

    private static void gauge(StringBuilder text, String name, String help, Object value) {
        if (value != null) {
            head(text, name, "gauge", help);
            text.append(name).append(' ').append(value).append('\n');
        }
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }
}
