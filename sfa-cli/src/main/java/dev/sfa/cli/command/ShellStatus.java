package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import dev.sfa.core.error.SfaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Status;

/** The line below the shell's prompt: what the daemon does at the moment, looked up every second while a line is typed. */
final class ShellStatus implements AutoCloseable {
    private static final long INTERVAL_MILLIS = 1_000;

    private final Session session;
    private final Status line;
    private final ScheduledExecutorService clock;
    private String shown = "";

    ShellStatus(Session session, Terminal terminal) {
        this.session = session;
        this.line = Status.getStatus(terminal);
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "shell-status");
            thread.setDaemon(true);
            return thread;
        });
        // A dumb terminal has no such line.
        if (line != null) {
            clock.scheduleWithFixedDelay(this::look, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        String now;
        try {
            now = session.connector()
                    .find()
                    .map(daemon ->
                            words(new ApiClient(daemon).get("/api/status").object()))
                    .orElse("no daemon runs; the first job starts it");
        } catch (SfaException e) {
            now = "the daemon does not answer";
        }
        if (!now.equals(shown)) {
            shown = now;
            line.update(List.of(new AttributedString(now, AttributedStyle.DEFAULT.faint())));
        }
    }

    /** @param status as {@code GET /api/status} gives it */
    static String words(Map<String, Object> status) {
        Map<?, ?> jobs = status.get("jobs") instanceof Map<?, ?> counts ? counts : Map.of();
        int running = count(jobs, "downloading") + count(jobs, "processing");
        List<String> parts = new ArrayList<>(List.of(running + " running", count(jobs, "queued") + " queued"));
        if (count(jobs, "failed") > 0) {
            parts.add(count(jobs, "failed") + " failed");
        }
        return String.join(", ", parts);
    }

    private static int count(Map<?, ?> jobs, String status) {
        return jobs.get(status) instanceof Number number ? number.intValue() : 0;
    }

    /** Takes the line away, so that what a command prints has the whole terminal. */
    @Override
    public void close() {
        clock.shutdownNow();
        try {
            clock.awaitTermination(INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (line != null) {
            line.update(List.of());
        }
    }
}
