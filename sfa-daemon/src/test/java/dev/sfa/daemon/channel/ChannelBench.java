package dev.sfa.daemon.channel;

import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.daemon.auth.OriginPolicy;
import dev.sfa.daemon.auth.Principal;
import dev.sfa.daemon.auth.RateLimiter;
import dev.sfa.daemon.auth.Scope;
import dev.sfa.daemon.auth.WrongTokens;
import dev.sfa.daemon.events.EventBus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;

/**
 * The channel endpoint alone, for load generators: {@code main} takes a port. Any token is good, every job exists;
 * {@code POST /blast?topic=jobs:{id}&n=1000&rate=0} publishes progress, {@code rate} a second or as fast as it goes.
 */
public final class ChannelBench {
    private ChannelBench() {}

    public static void main(String[] args) throws Exception {
        ChannelServer channels = new ChannelServer(
                token -> Optional.of(new Principal("bench", "bench", Scope.READ)),
                new WrongTokens(new RateLimiter(System::nanoTime)),
                new OriginPolicy("127.0.0.1"),
                new EventBus(),
                id -> Optional.of(job(id)));
        HttpServer http = new HttpServer();
        http.addListener(new NetworkListener("bench", "127.0.0.1", Integer.parseInt(args[0])));
        channels.install(http);
        http.getServerConfiguration().addHttpHandler(new Blast(channels.broadcaster()), "/blast");
        http.start();
        System.out.println("ready");
        Thread.currentThread().join();
    }

    private static JobView job(String id) {
        Instant now = Instant.now();
        return new JobView(
                id,
                JobType.DOWNLOAD,
                null,
                JobStatus.QUEUED,
                0,
                "",
                0,
                3,
                0,
                Map.of(),
                null,
                null,
                null,
                now,
                null,
                null,
                1);
    }

    private static final class Blast extends HttpHandler {
        private final Broadcaster broadcaster;

        Blast(Broadcaster broadcaster) {
            this.broadcaster = broadcaster;
        }

        @Override
        public void service(Request request, Response response) throws Exception {
            String topic = request.getParameter("topic");
            int count = Integer.parseInt(request.getParameter("n"));
            String rate = request.getParameter("rate");
            long pause = rate == null || rate.equals("0") ? 0 : 1_000_000_000L / Integer.parseInt(rate);
            long next = System.nanoTime();
            for (int i = 0; i < count; i++) {
                broadcaster.publish(new Broadcast(topic, "job:progress", payload(topic, i), 2L + i, true));
                next += pause;
                while (pause > 0 && System.nanoTime() < next) {
                    LockSupport.parkNanos(next - System.nanoTime());
                }
            }
            response.getWriter().write("published " + count);
        }

        private static Map<String, Object> payload(String topic, int i) {
            Instant now = Instant.now();
            Map<String, Object> payload = new LinkedHashMap<>();
            payload.put("job_id", topic.substring(JobChannels.PREFIX.length()));
            payload.put("status", "downloading");
            payload.put("progress", i % 100);
            payload.put("message", "fetching");
            payload.put("track_id", null);
            payload.put("seq", i + 1);
            payload.put("ts", now.toString());
            payload.put("sent_us", now.getEpochSecond() * 1_000_000 + now.getNano() / 1000);
            return payload;
        }
    }
}
