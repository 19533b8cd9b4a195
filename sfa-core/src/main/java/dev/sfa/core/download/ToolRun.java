package dev.sfa.core.download;

import dev.sfa.core.task.CancellationToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One run of an external program: no shell, nothing on its standard input, its lines heard, killed together with what it
 * started when cancelled.
 *
 * @param exit code
 * @param errors its last lines on standard error, oldest first
 */
record ToolRun(int exit, List<String> errors) {
    private static final int KEPT_LINES = 30;
    private static final int LONGEST_LINE = 1 << 24;

    /**
     * @param environment variables besides our own
     * @param line hears each line of standard output
     */
    static ToolRun run(
            List<String> command,
            Map<String, String> environment,
            Consumer<String> line,
            CancellationToken cancellation)
            throws IOException {
        cancellation.throwIfCancelled();
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        // Python programs: lines as they are written, in UTF-8 whatever the locale.
        builder.environment().put("PYTHONUNBUFFERED", "1");
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        Process process = builder.start();
        Deque<String> errors = new ArrayDeque<>();
        try (CancellationToken.Registration registration = cancellation.onCancel(() -> kill(process))) {
            process.getOutputStream().close();
            Thread listener = new Thread(() -> keep(process.getErrorStream(), errors), "tool-stderr");
            listener.setDaemon(true);
            listener.start();
            lines(process.getInputStream(), line);
            int exit = process.waitFor();
            listener.join();
            cancellation.throwIfCancelled();
            return new ToolRun(exit, List.copyOf(errors));
        } catch (IOException e) {
            cancellation.throwIfCancelled();
            throw e;
        } catch (InterruptedException e) {
            cancellation.throwIfCancelled();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + command.get(0), e);
        } finally {
            kill(process);
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static void keep(InputStream stream, Deque<String> errors) {
        try {
            lines(stream, text -> {
                errors.addLast(text);
                if (errors.size() > KEPT_LINES) {
                    errors.removeFirst();
                }
            });
        } catch (IOException e) {
            // It was killed; its words matter no more.
        }
    }

    /** As a BufferedReader has them, but none is longer than memory allows. */
    private static void lines(InputStream stream, Consumer<String> line) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            StringBuilder text = new StringBuilder();
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c == '\n' || c == '\r') {
                    if (text.length() > 0) {
                        line.accept(text.toString());
                    }
                    text.setLength(0);
                } else if (text.length() < LONGEST_LINE) {
                    text.append((char) c);
                }
            }
            if (text.length() > 0) {
                line.accept(text.toString());
            }
        }
    }
}
