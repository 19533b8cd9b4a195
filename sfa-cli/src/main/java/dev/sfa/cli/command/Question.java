package dev.sfa.cli.command;

import dev.sfa.cli.render.Printable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Locale;

/** Asks a person before something that cannot be undone; a program, or who said {@code -y}, is not asked. */
final class Question {
    private final Session session;

    Question(Session session) {
        this.session = session;
    }

    boolean agrees(String question) {
        boolean person = session.streams().errTerminal() && session.streams().outTerminal();
        if (session.yes() || session.quiet() || !person) {
            return true;
        }
        session.streams().err().print(Printable.line(question) + " [y/N] ");
        session.streams().err().flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
