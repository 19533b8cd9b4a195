package dev.sfa.core.protocol;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A job as clients see it: the resource of {@code /api/jobs/{id}} and the snapshot in the reply to a join of
 * {@code jobs:{id}}. Immutable; the daemon makes a new one at every change of state.
 *
 * @param id UUID
 * @param trackId the track worked on; null while a download has not found or made its track
 * @param progress 0 to 100
 * @param message what is being done now, or why the job waits; empty if there is nothing to say
 * @param attempt 1 for the first run, 0 before it
 * @param priority higher goes first; 0 is the default
 * @param batch name of the batch it was submitted with, or null
 * @param params what was asked for (type dependent: url, quality, model, engine, features, after ...)
 * @param result what came out, null until completed; see {@link JobEvent.Completed} for the keys
 * @param error one sentence for a person, null unless failed or cancelled
 * @param errorCode wire name of an {@link dev.sfa.core.error.ErrorCode}, null unless failed or cancelled
 * @param seq sequence number of the job's newest event
 */
public record JobView(
        String id,
        JobType type,
        String trackId,
        JobStatus status,
        int progress,
        String message,
        int attempt,
        int maxAttempts,
        int priority,
        String batch,
        Map<String, Object> params,
        Map<String, Object> result,
        String error,
        String errorCode,
        Instant createdAt,
        Instant startedAt,
        Instant finishedAt,
        long seq) {

    /** The parameter that holds a download's URL with its credentials, sealed: clients do not get it. */
    public static final String SEALED_URL = "sealed_url";

    /** Name and password in the URL of a download: the daemon needs them, those who follow the job do not. */
    private static final Pattern CREDENTIALS = Pattern.compile("^(\\w+://)[^/?#]*@");

    /** A job of no batch. */
    public JobView(
            String id,
            JobType type,
            String trackId,
            JobStatus status,
            int progress,
            String message,
            int attempt,
            int maxAttempts,
            int priority,
            Map<String, Object> params,
            Map<String, Object> result,
            String error,
            String errorCode,
            Instant createdAt,
            Instant startedAt,
            Instant finishedAt,
            long seq) {
        this(
                id,
                type,
                trackId,
                status,
                progress,
                message,
                attempt,
                maxAttempts,
                priority,
                null,
                params,
                result,
                error,
                errorCode,
                createdAt,
                startedAt,
                finishedAt,
                seq);
    }

    /** The same job as a part of this batch. */
    public JobView inBatch(String name) {
        return new JobView(
                id,
                type,
                trackId,
                status,
                progress,
                message,
                attempt,
                maxAttempts,
                priority,
                name,
                params,
                result,
                error,
                errorCode,
                createdAt,
                startedAt,
                finishedAt,
                seq);
    }

    /** The same job a step further, as event number {@code number} tells. */
    public JobView advanced(String track, JobStatus now, int percent, String doing, long number) {
        return new JobView(
                id,
                type,
                track,
                now,
                percent,
                doing,
                attempt,
                maxAttempts,
                priority,
                batch,
                params,
                result,
                error,
                errorCode,
                createdAt,
                startedAt,
                finishedAt,
                number);
    }

    /** The same job as it begins to run at {@code at}. */
    public JobView begun(Instant at) {
        return new JobView(
                id,
                type,
                trackId,
                status,
                progress,
                message,
                attempt,
                maxAttempts,
                priority,
                batch,
                params,
                result,
                error,
                errorCode,
                createdAt,
                at,
                finishedAt,
                seq);
    }

    /** The same job as it has ended well, as event number {@code number} tells. */
    public JobView completed(String track, Map<String, Object> outcome, Instant at, long number) {
        return new JobView(
                id,
                type,
                track,
                JobStatus.COMPLETED,
                100,
                "",
                attempt,
                maxAttempts,
                priority,
                batch,
                params,
                outcome,
                error,
                errorCode,
                createdAt,
                startedAt,
                at,
                number);
    }

    /** The same job with another result: its files were copied, say. */
    public JobView withResult(Map<String, Object> other) {
        return new JobView(
                id,
                type,
                trackId,
                status,
                progress,
                message,
                attempt,
                maxAttempts,
                priority,
                batch,
                params,
                other,
                error,
                errorCode,
                createdAt,
                startedAt,
                finishedAt,
                seq);
    }

    /** The JSON object of this job; times as ISO-8601 in UTC, absent ones null; URLs without credentials. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("job_id", id);
        json.put("type", type.wireName());
        json.put("job_type", type.wireName());
        json.put("track_id", trackId);
        json.put("status", status.wireName());
        json.put("progress", progress);
        json.put("message", message);
        json.put("attempt", attempt);
        json.put("max_attempts", maxAttempts);
        json.put("priority", priority);
        json.put("batch", batch);
        json.put("params", shown(params));
        json.put("result", result);
        json.put("error", error);
        json.put("error_code", errorCode);
        json.put("created_at", time(createdAt));
        json.put("started_at", time(startedAt));
        json.put("finished_at", time(finishedAt));
        json.put("seq", seq);
        return json;
    }

    /** Reads what {@link #toJson()} wrote; unknown keys are ignored. */
    @SuppressWarnings("unchecked")
    public static JobView fromJson(Map<String, Object> json) {
        return new JobView(
                (String) json.get("id"),
                JobType.ofWireName((String) json.get("type")),
                (String) json.get("track_id"),
                JobStatus.ofWireName((String) json.get("status")),
                integer(json, "progress"),
                json.get("message") instanceof String s ? s : "",
                integer(json, "attempt"),
                integer(json, "max_attempts"),
                integer(json, "priority"),
                (String) json.get("batch"),
                json.get("params") instanceof Map<?, ?> m ? (Map<String, Object>) m : Map.of(),
                (Map<String, Object>) json.get("result"),
                (String) json.get("error"),
                (String) json.get("error_code"),
                instant(json, "created_at"),
                instant(json, "started_at"),
                instant(json, "finished_at"),
                json.get("seq") instanceof Number n ? n.longValue() : 0);
    }

    private static Map<String, Object> shown(Map<String, Object> params) {
        boolean sealed = params.containsKey(SEALED_URL);
        if (!(params.get("url") instanceof String url) || url.indexOf('@') < 0 && !sealed) {
            return params;
        }
        Map<String, Object> shown = new LinkedHashMap<>(params);
        shown.remove(SEALED_URL);
        shown.put("url", withoutCredentials(url));
        return shown;
    }

    /** A URL for eyes and logs; anything else as it is. */
    public static String withoutCredentials(String url) {
        return CREDENTIALS.matcher(url).replaceFirst("$1");
    }

    private static String time(Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static Instant instant(Map<String, Object> json, String key) {
        return json.get(key) instanceof String s ? Instant.parse(s) : null;
    }

    private static int integer(Map<String, Object> json, String key) {
        return json.get(key) instanceof Number n ? n.intValue() : 0;
    }
}
