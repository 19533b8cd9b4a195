package dev.sfa.cli.command;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sfa shell}: the same commands one after another, without a start of Java for each. */
@Command
public final class ShellCommand implements SfaCommand {
    private static final String PROMPT = "sfa> ";

    private final Context context;
    private final ToIntFunction<String[]> commands;
    private final Supplier<CommandLine> tree;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    /**
     * @param commands runs a command line and returns its exit code
     * @param tree all commands, for completion
     */
    public ShellCommand(Context context, ToIntFunction<String[]> commands, Supplier<CommandLine> tree) {
        this.context = context;
        this.commands = commands;
        this.tree = tree;
    }

    @Override
    public int run() throws IOException {
        Session session = new Session(context, global);
        if (!session.streams().outTerminal()) {
            throw new SfaException(
                    ErrorCode.USAGE, "The shell needs a terminal; in scripts run the commands themselves.");
        }
        Files.createDirectories(session.paths().state());
        ShellCompleter completer = new ShellCompleter(tree, session.paths().completionCache());
        int last = 0;
        while (true) {
            List<String> words;
            // Only while a line is read: the bars of a command take the terminal themselves.
            try (Terminal terminal =
                            TerminalBuilder.builder().system(true).dumb(true).build();
                    ShellStatus status = new ShellStatus(session, terminal)) {
                words = read(session, terminal, completer);
            } catch (UserInterruptException e) {
                continue;
            } catch (EndOfFileException e) {
                return last;
            }
            if (words.isEmpty()) {
                continue;
            }
            switch (words.get(0)) {
                case "exit", "quit" -> {
                    return last;
                }
                case "shell" -> session.remark("This is the shell already; \"exit\" leaves it.");
                default -> last = commands.applyAsInt(words.toArray(String[]::new));
            }
        }
    }

    private static List<String> read(Session session, Terminal terminal, ShellCompleter completer) {
        LineReader reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("sfa")
                .completer(completer)
                .variable(LineReader.HISTORY_FILE, session.paths().state().resolve("shell-history"))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
        String line = reader.readLine(PROMPT);
        ParsedLine parsed = reader.getParser().parse(line, line.length());
        List<String> words =
                parsed.words().stream().filter(word -> !word.isBlank()).toList();
        if (!words.isEmpty() && words.get(0).equals("sfa")) {
            words = words.subList(1, words.size());
        }
        return words;
    }
}
