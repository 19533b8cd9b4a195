package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Submits what is wanted of many inputs, in as few requests as the daemon takes; what is refused leaves the rest alone. */
final class Submission {
    private final Session session;
    private final List<Group> groups = new ArrayList<>();
    private final List<Map<String, Object>> lines = new ArrayList<>();

    /**
     * The lines of one input, from {@code start}.
     *
     * @param fetches whether the first is its download
     * @param input that they are of
     * @param uploaded the track that is all or part of what was asked for, or null
     */
    private record Group(
            Request request, Input input, int start, int size, boolean fetches, Map<String, Object> uploaded) {
        String name() {
            return input.name();
        }
    }

    /**
     * What is wanted of several inputs.
     *
     * @param taker gets an order for each
     */
    private record Request(Wish wish, Consumer<Order> taker) {
        Map<JobType, Map<String, Object>> steps() {
            return wish.steps();
        }
    }

    Submission(Session session) {
        this.session = session;
    }

    /**
     * Adds what is wanted of inputs; it is submitted by {@link #flush} at the latest.
     *
     * @param taker gets an order for each input, in their order
     * @throws SfaException (NOT_FOUND) for an input that is no track
     */
    void add(List<Input> inputs, Wish wish, Consumer<Order> taker) {
        Map<Input, Map<String, Object>> tracks = tracks(inputs);
        for (Input input : inputs) {
            if (lines.size() + wish.steps().size() + 1 > ApiClient.MOST_SUBMISSIONS) {
                flush();
            }
            add(new Request(wish, taker), input, tracks);
        }
    }

    private void add(Request request, Input input, Map<Input, Map<String, Object>> tracks) {
        if (input instanceof Input.Refused) {
            groups.add(new Group(request, input, lines.size(), 0, false, null));
        } else if (input instanceof Input.TrackId) {
            Map<String, Object> track = tracks.get(input);
            add(request, new Input.Known(String.valueOf(track.get("title"))), track, null);
        } else if (input instanceof Input.LocalFile file && session.elsewhere() && Files.exists(file.path())) {
            upload(request, file);
        } else {
            String url = input instanceof Input.LocalFile file ? file.path().toString() : ((Input.Remote) input).url();
            add(request, input, url);
        }
    }

    private void upload(Request request, Input.LocalFile file) {
        try {
            checkUploadIsEnough(request.wish(), file);
            Map<String, Object> track = new Uploads(session).send(file.path());
            add(request, file, track, request.steps().containsKey(JobType.DOWNLOAD) ? track : null);
        } catch (SfaException e) {
            if (e.code() == ErrorCode.NO_DAEMON || e.code() == ErrorCode.UNAUTHORIZED) {
                // The next one will fare no better.
                throw e;
            }
            groups.add(new Group(request, new Input.Refused(file.name(), e), lines.size(), 0, false, null));
        }
    }

    private static void checkUploadIsEnough(Wish wish, Input.LocalFile file) {
        boolean onlyUpload = wish.steps().keySet().equals(Set.of(JobType.DOWNLOAD));
        if (!wish.steps().getOrDefault(JobType.DOWNLOAD, Map.of()).isEmpty()
                || onlyUpload && !wish.onFinish().isEmpty()) {
            throw new SfaException(
                    ErrorCode.USAGE,
                    file.path() + " is not on the daemon's machine and is sent there as it is; leave out --quality,"
                            + " --archive, --limit-rate, --link, --copy and --on-finish.");
        }
    }

    /** The tracks that ids mean, asked for before anything is submitted. */
    private Map<Input, Map<String, Object>> tracks(List<Input> inputs) {
        Map<Input, Map<String, Object>> tracks = new LinkedHashMap<>();
        for (Input input : inputs) {
            if (input instanceof Input.TrackId track) {
                String path = "/api/tracks/" + ApiClient.id(track.id());
                tracks.computeIfAbsent(input, id -> session.api().get(path).object());
            }
        }
        return tracks;
    }

    /** What is to be downloaded first. */
    private void add(Request request, Input input, String url) {
        int start = lines.size();
        Map<String, Object> params = request.steps().getOrDefault(JobType.DOWNLOAD, Map.of());
        lines.add(line(request.wish(), JobType.DOWNLOAD, params, Map.of("url", url)));
        further(request.wish(), Map.of("after", "#" + start));
        groups.add(new Group(request, input, start, lines.size() - start, true, null));
    }

    /** What is in the library. */
    private void add(Request request, Input input, Map<String, Object> track, Map<String, Object> uploaded) {
        int start = lines.size();
        further(request.wish(), Map.of("track_id", track.get("id")));
        groups.add(new Group(request, input, start, lines.size() - start, false, uploaded));
    }

    private void further(Wish wish, Map<String, Object> subject) {
        wish.steps().forEach((type, params) -> {
            if (type != JobType.DOWNLOAD) {
                lines.add(line(wish, type, params, subject));
            }
        });
    }

    private static Map<String, Object> line(
            Wish wish, JobType type, Map<String, Object> params, Map<String, Object> subject) {
        SubmitOptions options = wish.options();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", type.wireName());
        line.putAll(params);
        line.putAll(subject);
        boolean wanted = wish.steps().containsKey(type);
        if (options.force && wanted) {
            line.put("force", true);
        }
        if (options.priority != 0) {
            line.put("priority", options.priority);
        }
        if (options.retries != null) {
            line.put("retries", options.retries);
        }
        if (options.batch != null) {
            line.put("batch", options.batch);
        }
        if (!wish.onFinish().isEmpty() && wanted) {
            line.put("on_finish", wish.onFinish());
        }
        return line;
    }

    /** Submits what has been added. */
    void flush() {
        List<ApiClient.Submitted> answers =
                lines.isEmpty() ? List.of() : session.api().batch(lines);
        for (Group group : groups) {
            group.request().taker().accept(order(group, answers.subList(group.start(), group.start() + group.size())));
        }
        groups.clear();
        lines.clear();
    }

    private Order order(Group group, List<ApiClient.Submitted> answers) {
        if (group.input() instanceof Input.Refused refused) {
            return Order.refused(group.name(), refused.reason());
        }
        JobView fetch = group.fetches() ? answers.get(0).job() : null;
        if (group.fetches() && fetch == null) {
            // Refused; or archived, and the steps that were to follow it with it.
            return Order.refused(
                    group.name(), notHere(group.input(), answers.get(0).refusal()));
        }
        List<JobView> wanted = new ArrayList<>();
        SfaException refusal = null;
        for (int i = 0; i < answers.size(); i++) {
            ApiClient.Submitted answer = answers.get(i);
            boolean onlyFetch =
                    i == 0 && group.fetches() && !group.request().steps().containsKey(JobType.DOWNLOAD);
            if (answer.refusal() != null) {
                refusal = refusal == null ? answer.refusal() : refusal;
            } else if (!onlyFetch) {
                wanted.add(answer.job());
            }
        }
        if (refusal != null && fetch != null) {
            JobView now = session.api().job(fetch.id());
            if (now.status().isTerminal() && now.status() != JobStatus.COMPLETED) {
                // It failed before what waits for it could be submitted: it is the one to report.
                return new Order(group.name(), now, List.copyOf(wanted));
            }
        }
        return new Order(group.name(), fetch, List.copyOf(wanted), refusal, group.uploaded());
    }

    /** A file that is not here may be on the daemon's machine, but not every client may name those. */
    private SfaException notHere(Input input, SfaException refusal) {
        boolean mayNotName = refusal != null && refusal.code() == ErrorCode.PERMISSION && session.elsewhere();
        return mayNotName && input instanceof Input.LocalFile file
                ? new SfaException(
                        ErrorCode.NO_INPUT,
                        "There is no file " + file.path() + " on this machine, and those of the daemon's machine this"
                                + " client may not name; check the path.",
                        refusal)
                : refusal;
    }
}
