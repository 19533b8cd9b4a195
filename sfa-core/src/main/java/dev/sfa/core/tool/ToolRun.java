package dev.sfa.core.tool;

import dev.sfa.core.task.CancellationToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One run of an external program: no shell, only what is given to it on its standard input, its lines heard, killed together with what it
 * started when cancelled.
 *
 * @param exit code
 * @param errors its last lines, of standard error where that was heard apart, oldest first
 */
public record ToolRun(int exit, List<String> errors) {
    private static final int KEPT_LINES = 30;
    private static final int LONGEST_LINE = 1 << 24;

    /**
     * Runs it to its end.
     *
     * @param environment variables besides our own
     * @param line hears each line of standard output
     * @throws IOException when it cannot be started
     * @throws dev.sfa.core.task.CancelledException when cancelled; nothing of it runs any more then
     */
    public static ToolRun run(
            List<String> command,
            Map<String, String> environment,
            Consumer<String> line,
            CancellationToken cancellation)
            throws IOException {
        return run(command, environment, "", line, cancellation);
    }

    /**
     * As {@link #run(List, Map, Consumer, CancellationToken)}.
     *
     * @param input what it reads on standard input; short, for it is written before anything is read
     */
    public static ToolRun run(
            List<String> command,
            Map<String, String> environment,
            String input,
            Consumer<String> line,
            CancellationToken cancellation)
            throws IOException {
        return run(builder(command, environment), input, line, cancellation);
    }

    /** As {@link #run}, for programs that tell of their progress on standard error: both are heard as one. */
    public static ToolRun runMerged(
            List<String> command,
            Map<String, String> environment,
            Consumer<String> line,
            CancellationToken cancellation)
            throws IOException {
        Deque<String> last = new ArrayDeque<>();
        ToolRun run = run(
                builder(command, environment).redirectErrorStream(true),
                "",
                text -> {
                    keep(text, last);
                    line.accept(text);
                },
                cancellation);
        return new ToolRun(run.exit, List.copyOf(last));
    }

    private static ProcessBuilder builder(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        // Python programs: lines as they are written, in UTF-8 whatever the locale.
        builder.environment().put("PYTHONUNBUFFERED", "1");
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        return builder;
    }

    private static ToolRun run(
            ProcessBuilder builder, String input, Consumer<String> line, CancellationToken cancellation)
            throws IOException {
        cancellation.throwIfCancelled();
        Process process = builder.start();
        cancellation.started(process.toHandle());
        Deque<String> errors = new ArrayDeque<>();
        try (CancellationToken.Registration registration = cancellation.onCancel(() -> kill(process))) {
            give(process, input);
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
            throw new IOException(
                    "interrupted while waiting for " + builder.command().get(0), e);
        } finally {
            kill(process);
        }
    }

    private static void give(Process process, String input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It has ended without reading; its exit code says more.
        }
    }

    private static void kill(Process process) {
        // The list first: who loses a parent is nobody's descendant any more. The parent next: it starts no others
        // then.
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(ToolRun::kill);
    }

    private static void kill(ProcessHandle process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static void keep(String line, Deque<String> last) {
        last.addLast(line);
        if (last.size() > KEPT_LINES) {
            last.removeFirst();
        }
    }

    private static void keep(InputStream stream, Deque<String> errors) {
        try {
            lines(stream, text -> keep(text, errors));
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
