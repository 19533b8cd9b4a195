package dev.sfa.daemon.http;

import dev.sfa.core.download.Downloader;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.separation.SeparationOrder;
import dev.sfa.daemon.auth.Principal;
import dev.sfa.daemon.auth.Scope;
import dev.sfa.daemon.jobs.Submission;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** From the body of a request to a submission, its fields checked. */
final class Submissions {
    private static final Set<String> COMMON = Set.of("priority", "batch", "force", "retries", "on_finish");
    private static final Set<String> QUALITIES = Set.of("lossless", "high", "medium", "low");
    private static final int LONGEST_ARCHIVE = 200;
    private static final int MOST_RETRIES = 20;
    private static final int MOST_ARGUMENTS = 256;
    private static final int MOST_PRIORITY = 1_000;
    /** What a person waits for goes first. */
    private static final int BATCH_PRIORITY = -10;

    private static final int LONGEST_BATCH = 100;

    private final Finder finder;

    Submissions(Finder finder) {
        this.finder = finder;
    }

    /** The fields that a body may have. */
    static Set<String> fields(JobType type) {
        Set<String> fields = new TreeSet<>(COMMON);
        fields.addAll(
                switch (type) {
                    case DOWNLOAD -> Set.of("url", "quality", "archive", "limit_rate", "link");
                    case PROCESSING -> separationFields();
                    case ANALYSIS -> Set.of("track_id", "after", "features", "bpm_range", "frames");
                });
        return fields;
    }

    /**
     * @param principal who asks: only the local client may name files of this machine
     * @throws InvalidRequest for a field that makes no sense
     * @throws SfaException PERMISSION; NOT_FOUND for an unknown track or job
     */
    Submission read(JobType type, Body body, Principal principal) {
        return switch (type) {
            case DOWNLOAD -> submission(type, null, null, download(body, principal), body, principal);
            case PROCESSING -> ofTrack(type, body.only(SeparationOrder.FIELDS), body, principal);
            case ANALYSIS -> ofTrack(type, analysis(body), body, principal);
        };
    }

    private static Map<String, Object> analysis(Body body) {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("features", body.texts("features"));
        if (body.text("bpm_range") != null) {
            params.put("bpm_range", body.text("bpm_range"));
        }
        if (body.flag("frames")) {
            params.put("frames", true);
        }
        return params;
    }

    private static Map<String, Object> download(Body body, Principal principal) {
        String url = body.url("url");
        if (isLocal(url) && !principal.scope().includes(Scope.ADMIN)) {
            throw new SfaException(
                    ErrorCode.PERMISSION,
                    "Only the local client may name files of this machine; upload the file to /api/tracks instead.");
        }
        if (!Downloader.handles(url)) {
            throw InvalidRequest.field(
                    "url",
                    "The url is neither an http(s) or Spotify URL nor the absolute path of a file: " + shortened(url)
                            + ".");
        }
        String quality = body.text("quality");
        if (quality != null && !QUALITIES.contains(quality)) {
            throw InvalidRequest.field(
                    "quality", "There is no quality \"" + quality + "\"; it is lossless, high, medium or low.");
        }
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("url", url);
        put(params, "quality", quality);
        put(params, "archive", archive(body));
        long rate = body.integer("limit_rate", 0);
        if (rate < 0) {
            throw InvalidRequest.field("limit_rate", "The limit_rate is in bytes a second, from 1; 0 is no limit.");
        }
        if (rate > 0) {
            params.put("limit_rate", rate);
        }
        if (body.has("link")) {
            params.put("link", body.flag("link"));
        }
        return params;
    }

    private static String archive(Body body) {
        String name = body.name("archive");
        if (name != null && (name.isEmpty() || name.length() > LONGEST_ARCHIVE)) {
            throw InvalidRequest.field(
                    "archive", "The name of an archive has from 1 to " + LONGEST_ARCHIVE + " characters.");
        }
        return name;
    }

    private static Set<String> separationFields() {
        Set<String> fields = new TreeSet<>(SeparationOrder.FIELDS);
        fields.addAll(Set.of("track_id", "after"));
        return fields;
    }

    private Submission ofTrack(JobType type, Map<String, Object> params, Body body, Principal principal) {
        String track = body.text("track_id");
        String after = body.text("after");
        if ((track == null) == (after == null)) {
            throw InvalidRequest.field(
                    "track_id", "Give either track_id, or after: the id of the download to wait for.");
        }
        return submission(
                type,
                track == null ? null : finder.track(track).id(),
                after == null ? null : finder.job(after).id(),
                params,
                body,
                principal);
    }

    private static Submission submission(
            JobType type, String track, String after, Map<String, Object> params, Body body, Principal principal) {
        String batch = batch(body);
        int priority = body.integer("priority", batch == null ? 0 : BATCH_PRIORITY);
        if (Math.abs(priority) > MOST_PRIORITY) {
            throw InvalidRequest.field(
                    "priority", "The priority must be from -" + MOST_PRIORITY + " to " + MOST_PRIORITY + ".");
        }
        return new Submission(type, track, after, priority, batch, params, body.flag("force"), terms(body, principal));
    }

    /** @return null when absent */
    static String batch(Body body) {
        String name = body.name("batch");
        if (name != null && (name.isEmpty() || name.length() > LONGEST_BATCH)) {
            throw InvalidRequest.field("batch", "The name of a batch has from 1 to " + LONGEST_BATCH + " characters.");
        }
        return name;
    }

    private static Submission.Terms terms(Body body, Principal principal) {
        int retries = body.integer("retries", -1);
        if (body.has("retries") && (retries < 0 || retries > MOST_RETRIES)) {
            throw InvalidRequest.field("retries", "The retries are from 0 to " + MOST_RETRIES + ".");
        }
        List<String> onFinish = body.texts("on_finish");
        if (!onFinish.isEmpty() && !principal.scope().includes(Scope.ADMIN)) {
            throw new SfaException(ErrorCode.PERMISSION, "Only the local client may have commands run.");
        }
        if (onFinish.size() > MOST_ARGUMENTS
                || (!onFinish.isEmpty() && onFinish.get(0).isBlank())) {
            throw InvalidRequest.field(
                    "on_finish", "The on_finish is a program and its arguments, at most " + MOST_ARGUMENTS + ".");
        }
        return new Submission.Terms(body.has("retries") ? retries : null, onFinish);
    }

    private static void put(Map<String, Object> params, String name, String value) {
        if (value != null) {
            params.put(name, value);
        }
    }

    private static boolean isLocal(String url) {
        return url.startsWith("/") || url.regionMatches(true, 0, "file:", 0, 5);
    }

    private static String shortened(String url) {
        return url.length() > 100 ? url.substring(0, 100) + "…" : url;
    }
}
