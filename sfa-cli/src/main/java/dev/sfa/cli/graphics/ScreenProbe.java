package dev.sfa.cli.graphics;

import dev.sfa.cli.render.SystemTerminal;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;

/** Asks the terminal that shows stdout what it can do. */
public final class ScreenProbe {
    /** Longer than the way to a machine at the other side of the world and back. */
    private static final long PATIENCE_MILLIS = 1_000;

    /** Those that would show the questions, or never answer. */
    private static final Set<String> SILENT = Set.of("", "dumb", "linux", "emacs", "unknown");

    private ScreenProbe() {}

    /** What it says; what is usual for what it does not say. */
    public static Screen ask(Map<String, String> env) {
        try (Terminal terminal = SystemTerminal.open(TerminalBuilder.SystemOutput.SysOut)) {
            String answers = SILENT.contains(env.getOrDefault("TERM", "")) ? "" : answers(terminal);
            return Screen.of(terminal.getWidth(), terminal.getHeight(), answers);
        } catch (IOException | IllegalStateException e) {
            // Input comes from elsewhere: nothing can be asked.
            return Screen.unknown(env);
        }
    }

    private static String answers(Terminal terminal) throws IOException {
        Attributes before = terminal.enterRawMode();
        StringBuilder answers = new StringBuilder();
        try {
            terminal.writer().write(Screen.QUESTIONS);
            terminal.writer().flush();
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
            while (!Screen.LAST_ANSWER.matcher(answers).find()) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                int c = left > 0 ? terminal.reader().read(left) : NonBlockingReader.READ_EXPIRED;
                if (c < 0) {
                    break;
                }
                answers.append((char) c);
            }
        } finally {
            terminal.setAttributes(before);
        }
        return answers.toString();
    }
}
