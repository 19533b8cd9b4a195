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

/** Submits what is wanted of many inputs, in as few requests as the daemon takes; what is refused leaves the rest alone. */
final class Submission {
    private final Session session;
    private final SubmitOptions options;
    private final List<String> onFinish;
    private final Map<JobType, Map<String, Object>> steps;
    private final List<Order> orders = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private final List<Map<String, Object>> lines = new ArrayList<>();

    /**
     * The lines of one input, from {@code start}.
     *
     * @param fetches whether the first is its download
     * @param input that they are of
     * @param uploaded the track that is all or part of what was asked for, or null
     */
    private record Group(Input input, int start, int size, boolean fetches, Map<String, Object> uploaded) {
        String name() {
            return input.name();
        }
    }

    /**
     * @param onFinish command to run when a job has ended that was asked for; empty for none
     * @param steps what is wanted of every input, with the parameters of each, in order
     */
    Submission(Session session, SubmitOptions options, List<String> onFinish, Map<JobType, Map<String, Object>> steps) {
        this.session = session;
        this.options = options;
        this.onFinish = onFinish;
        this.steps = steps;
    }

    /** @return an order for each input */
    List<Order> submit(List<Input> inputs) {
        Map<Input, Map<String, Object>> tracks = tracks(inputs);
        for (Input input : inputs) {
            if (lines.size() + steps.size() + 1 > ApiClient.MOST_SUBMISSIONS) {
                flush();
            }
            add(input, tracks);
        }
        flush();
        return orders;
    }

    private void add(Input input, Map<Input, Map<String, Object>> tracks) {
        if (input instanceof Input.Refused) {
            groups.add(new Group(input, lines.size(), 0, false, null));
        } else if (input instanceof Input.TrackId) {
            Map<String, Object> track = tracks.get(input);
            add(new Input.Known(String.valueOf(track.get("title"))), track, null);
        } else if (input instanceof Input.LocalFile file && session.elsewhere() && Files.exists(file.path())) {
            upload(file);
        } else {
            add(input, input instanceof Input.LocalFile file ? file.path().toString() : ((Input.Remote) input).url());
        }
    }

    private void upload(Input.LocalFile file) {
        try {
            checkUploadIsEnough(file);
            Map<String, Object> track = new Uploads(session).send(file.path());
            add(file, track, steps.containsKey(JobType.DOWNLOAD) ? track : null);
        } catch (SfaException e) {
            if (e.code() == ErrorCode.NO_DAEMON || e.code() == ErrorCode.UNAUTHORIZED) {
                // The next one will fare no better.
                throw e;
            }
            groups.add(new Group(new Input.Refused(file.name(), e), lines.size(), 0, false, null));
        }
    }

    private void checkUploadIsEnough(Input.LocalFile file) {
        boolean onlyUpload = steps.keySet().equals(Set.of(JobType.DOWNLOAD));
        if (!steps.getOrDefault(JobType.DOWNLOAD, Map.of()).isEmpty() || onlyUpload && !onFinish.isEmpty()) {
            throw new SfaException(
                    ErrorCode.USAGE,
                    file.path() + " is not on the daemon's machine and is sent there as it is; leave out --quality,"
                            + " --archive, --limit-rate and --on-finish.");
        }
    }

    /** The tracks that ids mean, asked for before anything is submitted. */
    private Map<Input, Map<String, Object>> tracks(List<Input> inputs) {
        Map<Input, Map<String, Object>> tracks = new LinkedHashMap<>();
        for (Input input : inputs) {
            if (input instanceof Input.TrackId track) {
                String path = "/api/tracks/" + ApiClient.segment(track.id());
                tracks.computeIfAbsent(input, id -> session.api().get(path).object());
            }
        }
        return tracks;
    }

    /** What is to be downloaded first. */
    private void add(Input input, String url) {
        int start = lines.size();
        lines.add(line(JobType.DOWNLOAD, steps.getOrDefault(JobType.DOWNLOAD, Map.of()), Map.of("url", url)));
        further(Map.of("after", "#" + start));
        groups.add(new Group(input, start, lines.size() - start, true, null));
    }

    /** What is in the library. */
    private void add(Input input, Map<String, Object> track, Map<String, Object> uploaded) {
        int start = lines.size();
        further(Map.of("track_id", track.get("id")));
        groups.add(new Group(input, start, lines.size() - start, false, uploaded));
    }

    private void further(Map<String, Object> subject) {
        steps.forEach((type, params) -> {
            if (type != JobType.DOWNLOAD) {
                lines.add(line(type, params, subject));
            }
        });
    }

    private Map<String, Object> line(JobType type, Map<String, Object> params, Map<String, Object> subject) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", type.wireName());
        line.putAll(params);
        line.putAll(subject);
        boolean wanted = steps.containsKey(type);
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
        if (!onFinish.isEmpty() && wanted) {
            line.put("on_finish", onFinish);
        }
        return line;
    }

    private void flush() {
        List<ApiClient.Submitted> answers =
                lines.isEmpty() ? List.of() : session.api().batch(lines);
        for (Group group : groups) {
            orders.add(order(group, answers.subList(group.start(), group.start() + group.size())));
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
            boolean onlyFetch = i == 0 && group.fetches() && !steps.containsKey(JobType.DOWNLOAD);
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
