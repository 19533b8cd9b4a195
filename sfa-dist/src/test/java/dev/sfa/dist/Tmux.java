package dev.sfa.dist;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Terminals of a tmux server of its own, in which commands run as for a person. */
final class Tmux implements Closeable {
    private static final Path PROGRAM = Path.of("/usr/bin/tmux");
    private static final int ROWS = 24;

    private final Path folder;

    /** Aborts the test, with the reason, where there is no tmux. */
    Tmux(Path folder) {
        assumeTrue(Files.isExecutable(PROGRAM), "there is no tmux: what stands on a terminal is not tested");
        this.folder = folder;
    }

    /** One terminal. */
    final class Screen {
        private final String name;

        private Screen(String name) {
            this.name = name;
        }

        /** The lines that stand on it and have scrolled away, without the empty ones at the end. */
        List<String> lines() throws IOException {
            return tmux("capture-pane", "-p", "-S", "-", "-t", name)
                    .stripTrailing()
                    .lines()
                    .toList();
        }

        /** The same as one text, with zeros in what differs from run to run: times, percentages, and what is done of an amount. */
        String text() throws IOException {
            return String.join("\n", lines())
                    .replaceAll("\\b\\d:\\d\\d(?!\\d)", "0:00")
                    .replaceAll("\\b\\d\\d %", "00 %")
                    .replaceAll("\\b\\d\\.\\d(/| of )", "0.0$1");
        }

        /** What stands on it, with the sequences of its colours. */
        String coloured() throws IOException {
            return tmux("capture-pane", "-p", "-e", "-t", name);
        }

        /** Every byte that was written to it; a moment later, of the last character perhaps a part. */
        String written() throws IOException {
            return new String(Files.readAllBytes(folder.resolve(name)), StandardCharsets.UTF_8);
        }

        void await(Predicate<String> condition) {
            try {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> condition.test(text()));
            } catch (ConditionTimeoutException e) {
                throw new AssertionError("on the screen " + name + " stands\n" + readable(), e);
            }
        }

        private String readable() {
            try {
                return text();
            } catch (IOException e) {
                return e.getMessage();
            }
        }

        void resize(int columns) throws IOException {
            tmux("resize-window", "-t", name, "-x", "" + columns, "-y", "" + ROWS);
        }

        /** Presses keys: names as tmux has them, or text. */
        void type(String... keys) throws IOException {
            List<String> command = new ArrayList<>(List.of("send-keys", "-t", name));
            command.addAll(List.of(keys));
            tmux(command.toArray(String[]::new));
        }

        /** Takes the terminal away, as a window that is closed. */
        void close() throws IOException {
            tmux("kill-session", "-t", name);
        }
    }

    /**
     * Runs a command on a terminal; the terminal stays when it has ended.
     *
     * @param variables of the environment, beside those an installation has
     */
    Screen run(String name, Installation sfa, int columns, List<String> variables, String... arguments)
            throws IOException {
        return run(name, sfa, columns, variables, new File("/dev/tty"), arguments);
    }

    /** The same, with its stdin from a file. */
    Screen run(String name, Installation sfa, int columns, List<String> variables, File stdin, String... arguments)
            throws IOException {
        List<String> words = new ArrayList<>(List.of("env", "-i"));
        sfa.environment().forEach((variable, value) -> words.add(quoted(variable + "=" + value)));
        words.add("TERM=xterm-256color");
        words.addAll(variables);
        words.add(quoted(sfa.program().toString()));
        for (String argument : arguments) {
            words.add(quoted(argument));
        }
        // What is written is kept: the command begins when there is who keeps it.
        String log = quoted(folder.resolve(name).toString());
        String command = "until [ -e " + log + " ]; do sleep 0.05; done; " + String.join(" ", words) + " <"
                + quoted(stdin.getPath()) + "; echo \"exit $?\"; sleep 600";
        tmux(
                "-f",
                "/dev/null",
                "new-session",
                "-d",
                "-s",
                name,
                "-x",
                "" + columns,
                "-y",
                "" + ROWS,
                "sh",
                "-c",
                command);
        tmux("pipe-pane", "-t", name, "cat > " + log);
        return new Screen(name);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private String tmux(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(PROGRAM.toString(), "-u", "-S", folder.resolve("tmux").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("tmux " + List.of(arguments) + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return said;
    }

    @Override
    public void close() throws IOException {
        tmux("kill-server");
    }
}
