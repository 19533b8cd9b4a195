package dev.sfa.cli.render;

import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobView;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** For a log or a pipe: one line a change of state, and at most one line of progress a job in 10 s. */
public final class PlainProgress implements JobDisplay {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Consumer<String> lines;
    private final LongSupplier nanoTime;
    private final JobNames names = new JobNames();
    private final Map<String, Shown> shown = new HashMap<>();

    private record Shown(JobStatus status, long at) {}

    /** @param lines takes one line at a time */
    public PlainProgress(Consumer<String> lines) {
        this(lines, System::nanoTime);
    }

    PlainProgress(Consumer<String> lines, LongSupplier nanoTime) {
        this.lines = lines;
        this.nanoTime = nanoTime;
    }

    @Override
    public void name(String jobId, String name) {
        names.put(jobId, name);
    }

    @Override
    public void changed(JobView job, String event, Map<String, Object> payload) {
        Shown last = shown.get(job.id());
        long now = nanoTime.getAsLong();
        boolean same = last != null && last.status() == job.status();
        if (same && (job.status() == JobStatus.QUEUED || job.status().isTerminal() || now - last.at() < PAUSE_NANOS)) {
            return;
        }
        shown.put(job.id(), new Shown(job.status(), now));
        StringBuilder line = new StringBuilder(names.of(job))
                .append(": ")
                .append(job.status().wireName());
        if (job.status().isRunning() && job.progress() > 0) {
            line.append(' ').append(job.progress()).append(" %");
        }
        if (!job.status().isTerminal() && !job.message().isBlank()) {
            line.append(" (").append(Printable.line(job.message())).append(')');
        }
        lines.accept(line.toString());
    }

    @Override
    public void done(JobView job) {
        lines.accept(names.of(job) + ": done before");
    }

    @Override
    public void archived(String name) {
        lines.accept("download " + Printable.line(name) + ": in the archive");
    }

    @Override
    public void uploaded(String name, Map<String, Object> track) {
        lines.accept("upload " + Printable.line(name) + ": completed");
    }

    @Override
    public void disconnected() {
        lines.accept("connection to the daemon lost, coming back ...");
    }

    @Override
    public void reconnected() {
        lines.accept("connected to the daemon again");
    }
}
