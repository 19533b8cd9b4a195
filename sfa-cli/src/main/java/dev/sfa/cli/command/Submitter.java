package dev.sfa.cli.command;

import dev.sfa.cli.render.JsonLines;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns inputs and wanted steps into jobs of the daemon. */
final class Submitter {
    private final Session session;
    private final SubmitOptions options;
    private final OutputOptions output;
    private final Map<JobType, Map<String, Object>> steps;
    private final List<String> onFinish;
    private final ResultPrinter printer;

    /**
     * @param output where copies of the files that come out go
     * @param steps what is wanted of every input, with the parameters of each, in order
     */
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
    int run(InputOptions.Given given) {
        boolean mayBeTrack = !List.of(JobType.DOWNLOAD).equals(List.copyOf(steps.keySet()));
        List<Input> inputs = new ArrayList<>();
        given.typed().forEach(text -> inputs.add(Input.parse(text, mayBeTrack, session.namesDaemon())));
        given.listed().forEach(text -> inputs.add(listed(text, mayBeTrack)));
        Optional<Delivery> delivery = output.delivery(session, options, steps.keySet(), inputs.size());
        Sources sources = new Sources(session, steps.getOrDefault(JobType.DOWNLOAD, Map.of()));
        if (options.dryRun) {
            return new Preview(session, sources, steps.keySet()).show(inputs);
        }
        Wish wish = new Wish(steps, options, onFinish);
        if (session.gathering().isPresent()) {
            session.gathering().get().add(sources.expanded(inputs), wish, delivery);
            return 0;
        }
        if (inputs.stream().allMatch(Input.Refused.class::isInstance)) {
            // Nothing to start a daemon for.
            return new Attachment(session, delivery, false).follow(refused(inputs), options.timeout);
        }
        List<Order> orders = new ArrayList<>();
        Submission submission = new Submission(session);
        Runnable submit = () -> {
            submission.add(sources.expanded(inputs), wish, orders::add);
            submission.flush();
        };
        if (options.detach) {
            submit.run();
            return detached(session, orders);
        }
        session.openingDisplay(submit);
        return new Attachment(session, delivery, options.cancelOnExit)
                .printing(printer)
                .follow(orders, options.timeout);
    }

    private Input listed(String text, boolean mayBeTrack) {
        try {
            return Input.parse(text, mayBeTrack, session.namesDaemon());
        } catch (SfaException e) {
            return new Input.Refused(text, e);
        }
    }

    private static List<Order> refused(List<Input> inputs) {
        return inputs.stream()
                .map(input -> Order.refused(input.name(), ((Input.Refused) input).reason()))
                .toList();
    }

    /** Prints a job id a line. */
    static int detached(Session session, List<Order> orders) {
        Tally tally = new Tally();
        for (Order order : orders) {
            SfaException failure = failure(order);
            if (failure == null) {
                tally.well();
            } else {
                tally.failed(List.of(failure.code()));
                session.streams().note("sfa: " + failure.getMessage());
                continue;
            }
            if (order.uploaded() != null && session.json()) {
                new JsonLines(session.streams()).uploaded(order.name(), order.uploaded());
            }
            for (JobView job : order.wanted()) {
                if (session.json()) {
                    session.line(job.toJson());
                } else {
                    session.streams().line(job.id());
                }
            }
        }
        return tally.exitCode();
    }

    private static SfaException failure(Order order) {
        JobView fetch = order.fetch();
        return fetch != null && fetch.status() == JobStatus.FAILED
                ? new SfaException(ErrorCode.ofWireName(fetch.errorCode()).orElse(ErrorCode.FAILED), fetch.error())
                : order.refusal();
    }
}
