package dev.sfa.cli.client;

import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobView;
import dev.sfa.core.protocol.PhoenixMessage;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/** What an event makes of a job that is known. */
final class JobStep {
    private JobStep() {}

    /** The job after the event; empty when the event does not say all there is to know of a job in that state. */
    @SuppressWarnings("unchecked")
    static Optional<JobView> of(JobView known, PhoenixMessage event) {
        Map<String, Object> payload = event.object();
        String track = payload.get("track_id") instanceof String id ? id : known.trackId();
        return switch (event.event()) {
            case "job:progress" -> Optional.of(progressed(known, payload, track));
            case "job:completed" ->
                payload.get("result") instanceof Map<?, ?> result
                        ? Optional.of(known.completed(track, (Map<String, Object>) result, time(payload), seq(payload)))
                        : Optional.empty();
            // The code of what went wrong is not in it.
            default -> Optional.empty();
        };
    }

    /** Number of the event, which counts those of the whole daemon. */
    static long seq(Map<String, Object> payload) {
        return payload.get("seq") instanceof Number number ? number.longValue() : 0;
    }

    private static JobView progressed(JobView known, Map<String, Object> payload, String track) {
        JobView next = known.advanced(
                track,
                JobStatus.ofWireName((String) payload.get("status")),
                payload.get("progress") instanceof Number number ? number.intValue() : known.progress(),
                payload.get("message") instanceof String text ? text : "",
                seq(payload));
        boolean begins = next.status().isRunning() && !known.status().isRunning();
        return begins ? next.begun(time(payload)) : next;
    }

    private static Instant time(Map<String, Object> payload) {
        try {
            return payload.get("ts") instanceof String text ? Instant.parse(text) : Instant.now();
        } catch (DateTimeParseException e) {
            return Instant.now();
        }
    }
}
