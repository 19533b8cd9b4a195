package dev.sfa.cli.command;

import dev.sfa.cli.client.JobWatcher;
import dev.sfa.cli.render.JobDisplay;
import dev.sfa.cli.render.JsonLines;
import dev.sfa.cli.render.Printable;
import dev.sfa.cli.render.ShortId;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Follows the jobs of a command to their end, prints what came out and says what went wrong. */
final class Attachment {
    private final Session session;
    private final Function<Order, Optional<Delivery>> delivery;
    private final boolean cancelOnExit;
    private final ResultPrinter printer;
    private boolean builtIn;

    Attachment(Session session) {
        this(session, Optional.empty(), false);
    }

    /**
     * @param delivery copies the files that come out
     * @param cancelOnExit whether jobs are cancelled that have not ended when the program has to go
     */
    Attachment(Session session, Optional<Delivery> delivery, boolean cancelOnExit) {
        this(session, order -> delivery, cancelOnExit);
    }

    /** The same, with another way to say what came out. */
    Attachment printing(ResultPrinter other) {
        return new Attachment(session, delivery, cancelOnExit, other);
    }

    /** @param delivery what copies the files of an order */
    Attachment(Session session, Function<Order, Optional<Delivery>> delivery, boolean cancelOnExit) {
        this(session, delivery, cancelOnExit, ResultPrinter.lines(session));
    }

    private Attachment(
            Session session,
            Function<Order, Optional<Delivery>> delivery,
            boolean cancelOnExit,
            ResultPrinter printer) {
        this.session = session;
        this.delivery = delivery;
        this.cancelOnExit = cancelOnExit;
        this.printer = printer;
    }

    /**
     * Returns when every job has ended.
     *
     * @param limit null for as long as it takes
     * @return the exit code: 0 when all went well, the code of the one failure, PARTIAL when other inputs went well
     */
    int follow(List<Order> orders, Duration limit) {
        Map<String, JobView> ended = watch(orders, limit);
        Tally tally = new Tally();
        Set<String> sentences = new LinkedHashSet<>();
        for (Order order : orders) {
            List<JobView> failures = failures(order, ended);
            List<ErrorCode> codes = new ArrayList<>();
            failures.forEach(job -> {
                codes.add(code(job));
                sentences.add(sentence(order, job));
            });
            if (order.refusal() != null && failures.isEmpty()) {
                codes.add(order.refusal().code());
                sentences.add(Printable.line(order.refusal().getMessage()));
            }
            try {
                print(order, ended, orders.size() > 1);
            } catch (SfaException e) {
                codes.add(e.code());
                sentences.add(e.getMessage());
            }
            if (codes.isEmpty()) {
                tally.well();
            } else {
                tally.failed(codes);
            }
        }
        sentences.forEach(sentence -> session.streams().note("sfa: " + sentence));
        return tally.exitCode();
    }

    private Map<String, JobView> watch(List<Order> orders, Duration limit) {
        Map<String, JobView> ended = new LinkedHashMap<>();
        Set<String> running = new LinkedHashSet<>();
        JobDisplay display = session.display();
        Thread hint = new Thread(() -> detach(display, running));
        Runtime.getRuntime().addShutdownHook(hint);
        try (display) {
            for (Order order : orders) {
                if (order.refusal() != null) {
                    display.refused(order.name(), order.refusal());
                } else if (order.isArchived()) {
                    display.archived(order.name());
                }
                if (order.uploaded() != null) {
                    display.uploaded(order.name(), order.uploaded());
                }
                for (JobView job : order.all()) {
                    display.name(job.id(), order.name());
                    if (job.status() == JobStatus.COMPLETED) {
                        ended.put(job.id(), job);
                        display.done(job);
                    } else if (job.status().isTerminal()) {
                        ended.put(job.id(), job);
                        display.changed(job, null, job.toJson());
                    } else {
                        running.add(job.id());
                        display.submitted(job);
                    }
                }
            }
            if (!running.isEmpty()) {
                try (JobWatcher watcher = new JobWatcher(session.connector(), display)) {
                    watcher.follow(running, limit).forEach(job -> ended.put(job.id(), job));
                } catch (SfaException e) {
                    if (cancelOnExit && e.code() == ErrorCode.TIMEOUT) {
                        cancel(running);
                        throw new SfaException(
                                ErrorCode.TIMEOUT, "The jobs have not ended in time and were cancelled.", e);
                    }
                    throw e;
                }
            }
        } finally {
            removeHook(hint);
        }
        return ended;
    }

    /** The program was told to go: its jobs stay. */
    private void detach(JobDisplay display, Set<String> running) {
        display.close();
        if (cancelOnExit) {
            cancel(running);
            return;
        }
        if (session.quiet() || running.isEmpty()) {
            return;
        }
        String id = running.size() == 1 ? " " + ShortId.of(running.iterator().next()) : "";
        session.streams()
                .note(
                        running.size() == 1
                                ? "Detached; the job goes on: \"sfa watch" + id + "\" follows it, \"sfa cancel" + id
                                        + "\" ends it."
                                : "Detached; the jobs go on: \"sfa watch\" follows them, \"sfa cancel --all\" ends them.");
    }

    /** What has ended already stays as it is. */
    private void cancel(Set<String> jobs) {
        for (String id : jobs) {
            try {
                session.api().post("/api/jobs/" + id + "/cancel", null);
            } catch (SfaException e) {
                session.streams().note("sfa: " + e.getMessage());
            }
        }
        if (!session.quiet()) {
            session.streams().note(jobs.size() == 1 ? "Cancelled the job." : "Cancelled the jobs.");
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is ending: the hook is running.
        }
    }

    /** What failed by itself: what only waited for a download that failed is not worth a word. */
    private static List<JobView> failures(Order order, Map<String, JobView> ended) {
        List<JobView> failures = order.all().stream()
                .map(job -> ended.get(job.id()))
                .filter(job -> job.status() != JobStatus.COMPLETED)
                .toList();
        Optional<JobView> fetch = failures.stream()
                .filter(job ->
                        order.fetch() != null && job.id().equals(order.fetch().id()))
                .findFirst();
        return fetch.map(List::of).orElse(failures);
    }

    private static ErrorCode code(JobView job) {
        return job.status() == JobStatus.CANCELLED
                ? ErrorCode.CANCELLED
                : Optional.ofNullable(job.errorCode())
                        .flatMap(ErrorCode::ofWireName)
                        .orElse(ErrorCode.FAILED);
    }

    private static String sentence(Order order, JobView job) {
        if (job.status() == JobStatus.CANCELLED) {
            return "The job " + job.id() + " (" + Printable.line(order.name()) + ") was cancelled.";
        }
        return Printable.line(job.error());
    }

    private void print(Order order, Map<String, JobView> ended, boolean several) {
        List<JobView> completed = order.wanted().stream()
                .map(job -> ended.get(job.id()))
                .filter(job -> job.status() == JobStatus.COMPLETED)
                .map(job -> delivery.apply(order)
                        .map(copies -> delivered(copies, job))
                        .orElse(job))
                .toList();
        if (session.json()) {
            return;
        }
        if (order.uploaded() != null) {
            session.streams()
                    .line(Printable.line(session.results().path(order.uploaded().get("path"))));
        }
        if (completed.isEmpty()) {
            return;
        }
        boolean onlyPaths = completed.stream().allMatch(job -> job.type() == dev.sfa.core.protocol.JobType.DOWNLOAD);
        if (several && !onlyPaths && printer.namesInputs()) {
            session.streams().line("input\t" + Printable.line(order.name()));
        }
        completed.forEach(printer::print);
        completed.forEach(this::sayHowToDoBetter);
        completed.forEach(job -> sayThatItIsCopied(order, job));
    }

    private void sayThatItIsCopied(Order order, JobView job) {
        if (job.result() != null && Boolean.FALSE.equals(job.result().get("linked"))) {
            session.remark(Printable.line(
                    order.name() + " is not linked: the library has a copy already, lies on another file system, or"
                            + " encoded it anew."));
        }
    }

    private JobView delivered(Delivery copies, JobView job) {
        JobView copied = copies.deliver(job);
        if (session.json() && copied.result() != null) {
            new JsonLines(session.streams()).delivered(copied);
        }
        return copied;
    }

    /** Once, to who took what is built in: it needs nothing, but there are better models. */
    private void sayHowToDoBetter(JobView job) {
        if (!builtIn && job.result() != null && "dsp".equals(job.result().get("engine"))) {
            builtIn = true;
            session.remark(
                    "Separated with the built-in engine (dsp, " + job.result().get("model")
                            + "); \"sfa model pull\" installs a neural model, see \"sfa model list\".");
        }
    }
}
