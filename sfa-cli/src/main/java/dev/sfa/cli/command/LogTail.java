package dev.sfa.cli.command;

import dev.sfa.cli.render.Printable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The end of a log file, and what is added to it; a file that is rolled away is followed by its successor. */
final class LogTail {
    private static final int POLL_MILLIS = 250;
    private static final int BLOCK = 1 << 20;

    private final Path file;
    private final Session session;
    private long position;

    LogTail(Path file, Session session) {
        this.file = file;
        this.session = session;
    }

    /** Says one line of a log. */
    static void say(Session session, String line) {
        if (session.json()) {
            session.line(Map.of("line", line));
        } else {
            session.streams().line(Printable.line(line));
        }
    }

    /**
     * @param lines how many of the lines that are there
     * @param goesOn asked between reads whether more may come
     */
    void print(int lines, boolean follow, BooleanSupplier goesOn) throws IOException {
        if (Files.exists(file)) {
            byte[] all = Files.readAllBytes(file);
            position = all.length;
            List<String> text = new String(all, StandardCharsets.UTF_8).lines().toList();
            text.subList(Math.max(0, text.size() - lines), text.size()).forEach(line -> say(session, line));
        }
        try {
            while (follow) {
                boolean more = goesOn.getAsBoolean();
                copyNew();
                if (!more) {
                    return;
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void copyNew() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            if (log.length() < position) {
                position = 0;
            }
            while (log.length() > position) {
                byte[] block = new byte[(int) Math.min(BLOCK, log.length() - position)];
                log.seek(position);
                log.readFully(block);
                int end = block.length;
                while (end > 0 && block[end - 1] != '\n') {
                    end--;
                }
                if (end == 0) {
                    return;
                }
                position += end;
                new String(block, 0, end, StandardCharsets.UTF_8).lines().forEach(line -> say(session, line));
            }
        }
    }
}
