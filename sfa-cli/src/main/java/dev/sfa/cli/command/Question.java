package dev.sfa.cli.command;

import dev.sfa.cli.render.Printable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Asks a person before something that cannot be undone; a program, or who said {@code -y}, is not asked. */
final class Question {
    private static final Path TERMINAL = Path.of("/dev/tty");

    private final Session session;
    private BufferedReader answers;

    Question(Session session) {
        this.session = session;
    }

    /** @param answers what is read from; null for the terminal */
    Question(Session session, BufferedReader answers) {
        this.session = session;
        this.answers = answers;
    }

    boolean agrees(String question) {
        boolean person = session.streams().errTerminal() && session.streams().outTerminal();
        if (session.yes() || !person) {
            return true;
        }
        session.streams().err().print(Printable.line(question) + " [y/N] ");
        session.streams().err().flush();
        try {
            if (answers == null) {
                answers = new BufferedReader(new InputStreamReader(terminal(), Charset.defaultCharset()));
            }
            String answer = answers.readLine();
            return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What comes through a pipe is no answer of the person's who sees the question. */
    private static InputStream terminal() {
        try {
            return Files.newInputStream(TERMINAL);
        } catch (IOException e) {
            return System.in;
        }
    }
}
