package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns inputs and wanted steps into jobs of the daemon. */
final class Submitter {
    private static final Map<JobType, String> ROUTES = Map.of(
            JobType.DOWNLOAD, "/api/download/track",
            JobType.PROCESSING, "/api/processing/separate",
            JobType.ANALYSIS, "/api/analysis/analyze");

    private final Session session;
    private final SubmitOptions options;
    private final OutputOptions output;
    private final Map<JobType, Map<String, Object>> steps;
    private final List<String> onFinish;
    private final ResultPrinter printer;

    /** @param steps what is wanted of every input, with the parameters of each, in order */
    Submitter(Session session, SubmitOptions options, Map<JobType, Map<String, Object>> steps) {
        this(session, options, new OutputOptions(), steps, ResultPrinter.lines(session));
    }

    /** @param output where copies of the files that come out go */
    Submitter(Session session, SubmitOptions options, OutputOptions output, Map<JobType, Map<String, Object>> steps) {
        this(session, options, output, steps, ResultPrinter.lines(session));
    }

    /**
     * @param output where copies of the files that come out go
     * @param printer says what came out
     */
    Submitter(
            Session session,
            SubmitOptions options,
            OutputOptions output,
            Map<JobType, Map<String, Object>> steps,
            ResultPrinter printer) {
        this.printer = printer;
        this.session = session;
        this.options = options;
        this.output = output;
        this.steps = steps;
        this.onFinish =
                options.onFinish.isEmpty() ? List.of() : new Executables(session.env()).resolved(options.onFinish);
    }

    /** Submits, follows and reports, or only submits ({@code -d}), or only says what it would submit. */
    int run(List<String> arguments) {
        boolean mayBeTrack = !List.of(JobType.DOWNLOAD).equals(List.copyOf(steps.keySet()));
        List<Input> inputs = arguments.stream()
                .map(text -> Input.parse(text, mayBeTrack, session.elsewhere()))
                .toList();
        Optional<Delivery> delivery = output.delivery(session, options, steps.keySet(), inputs.size());
        if (options.dryRun) {
            inputs.forEach(this::describe);
            return 0;
        }
        List<Map<String, Object>> tracks = inputs.stream().map(this::track).toList();
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            orders.add(order(inputs.get(i), tracks.get(i)));
        }
        if (session.gathering().isPresent()) {
            session.gathering().get().add(orders, delivery);
            return 0;
        }
        return options.detach
                ? detached(session, orders)
                : new Attachment(session, delivery, options.cancelOnExit)
                        .printing(printer)
                        .follow(orders, options.timeout);
    }

    private void describe(Input input) {
        String what = input instanceof Input.LocalFile file
                ? file.path().toString()
                : input instanceof Input.Remote remote ? remote.url() : input.name();
        if (!(input instanceof Input.TrackId) && !steps.containsKey(JobType.DOWNLOAD)) {
            session.streams().line("download\t" + what);
        }
        steps.keySet().forEach(type -> session.streams().line(verb(type) + "\t" + what));
    }

    private static String verb(JobType type) {
        return switch (type) {
            case DOWNLOAD -> "download";
            case PROCESSING -> "separate";
            case ANALYSIS -> "analyze";
        };
    }

    /** The track an id means, asked for before anything is submitted; empty for other inputs. */
    private Map<String, Object> track(Input input) {
        return input instanceof Input.TrackId track
                ? session.api()
                        .get("/api/tracks/" + ApiClient.segment(track.id()))
                        .object()
                : Map.of();
    }

    private Order order(Input input, Map<String, Object> track) {
        List<JobView> wanted = new ArrayList<>();
        JobView fetch = null;
        Map<String, Object> subject;
        String name = input.name();
        if (input instanceof Input.TrackId) {
            subject = Map.of("track_id", track.get("id"));
            name = String.valueOf(track.get("title"));
        } else {
            Map<String, Object> body = new LinkedHashMap<>(steps.getOrDefault(JobType.DOWNLOAD, Map.of()));
            body.put("url", input instanceof Input.Remote remote ? remote.url() : local(input));
            fetch = submit(ROUTES.get(JobType.DOWNLOAD), body);
            if (steps.containsKey(JobType.DOWNLOAD)) {
                wanted.add(fetch);
            }
            subject = fetch.status() == JobStatus.COMPLETED && fetch.trackId() != null
                    ? Map.of("track_id", fetch.trackId())
                    : Map.of("after", fetch.id());
        }
        for (Map.Entry<JobType, Map<String, Object>> step : steps.entrySet()) {
            if (step.getKey() != JobType.DOWNLOAD) {
                Map<String, Object> body = new LinkedHashMap<>(step.getValue());
                body.putAll(subject);
                try {
                    wanted.add(submit(ROUTES.get(step.getKey()), body));
                } catch (SfaException e) {
                    return new Order(name, failed(fetch).orElseThrow(() -> e), List.copyOf(wanted));
                }
            }
        }
        return new Order(name, fetch, List.copyOf(wanted));
    }

    /** A download that has failed before what waits for it could be submitted: it is the one to report. */
    private Optional<JobView> failed(JobView fetch) {
        return Optional.ofNullable(fetch)
                .map(job -> session.api().job(job.id()))
                .filter(job -> job.status().isTerminal() && job.status() != JobStatus.COMPLETED);
    }

    private static String local(Input input) {
        if (input instanceof Input.LocalFile file) {
            return file.path().toString();
        }
        throw new SfaException(ErrorCode.USAGE, input.name() + " is neither a file nor a URL.");
    }

    private JobView submit(String path, Map<String, Object> body) {
        if (options.force && (!path.startsWith("/api/download") || steps.containsKey(JobType.DOWNLOAD))) {
            body.put("force", true);
        }
        if (options.priority != 0) {
            body.put("priority", options.priority);
        }
        if (options.retries != null) {
            body.put("retries", options.retries);
        }
        if (options.batch != null) {
            body.put("batch", options.batch);
        }
        if (!onFinish.isEmpty()
                && !(path.equals(ROUTES.get(JobType.DOWNLOAD)) && !steps.containsKey(JobType.DOWNLOAD))) {
            body.put("on_finish", onFinish);
        }
        return session.api().post(path, body).job();
    }

    /** Prints a job id a line. */
    static int detached(Session session, List<Order> orders) {
        for (Order order : orders) {
            if (order.fetch() != null && order.fetch().status() == JobStatus.FAILED) {
                JobView fetch = order.fetch();
                throw new SfaException(ErrorCode.ofWireName(fetch.errorCode()).orElse(ErrorCode.FAILED), fetch.error());
            }
            for (JobView job : order.wanted()) {
                if (session.json()) {
                    session.line(job.toJson());
                } else {
                    session.streams().line(job.id());
                }
            }
        }
        return 0;
    }
}
