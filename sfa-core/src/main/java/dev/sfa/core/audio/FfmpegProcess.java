package dev.sfa.core.audio;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.tool.ExitCode;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A running ffmpeg: its output to read, its last words kept, killed when closed or cancelled. */
final class FfmpegProcess implements Closeable {
    private static final int KEPT_LINES = 5;
    /** Its own code for having heard a signal to end. */
    private static final int TERMINATED = 255;

    private final Process process;
    private final Deque<String> lastWords = new ArrayDeque<>();
    private final Thread listener;
    private final CancellationToken cancellation;
    private final CancellationToken.Registration registration;

    FfmpegProcess(FfmpegTools tools, List<String> command, CancellationToken cancellation) throws IOException {
        process = tools.process(command).start();
        cancellation.started(process.toHandle());
        process.getOutputStream().close();
        listener = new Thread(this::listen, "ffmpeg-stderr");
        listener.setDaemon(true);
        listener.start();
        this.cancellation = cancellation;
        registration = cancellation.onCancel(process::destroyForcibly);
    }

    InputStream output() {
        return process.getInputStream();
    }

    /**
     * Waits for the end.
     *
     * @throws SfaException (TRY_LATER) when it was killed, which is not its input's fault
     */
    int exitCode() throws IOException {
        try {
            int code = process.waitFor();
            listener.join();
            cancellation.throwIfCancelled();
            if (ExitCode.isKilled(code) || code == TERMINATED) {
                throw new SfaException(
                        ErrorCode.TRY_LATER,
                        "ffmpeg was killed, by somebody or by a system that lacks memory; try again later.");
            }
            return code;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for ffmpeg", e);
        }
    }

    /** The last line ffmpeg wrote to stderr, or an empty string. */
    String lastWords() {
        synchronized (lastWords) {
            return lastWords.isEmpty() ? "" : lastWords.getLast();
        }
    }

    private void listen() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (lastWords) {
                    lastWords.addLast(line.strip());
                    if (lastWords.size() > KEPT_LINES) {
                        lastWords.removeFirst();
                    }
                }
            }
        } catch (IOException e) {
            // The process was killed; nobody asks for its words any more.
        }
    }

    @Override
    public void close() {
        registration.close();
        process.destroyForcibly();
    }
}
