package dev.sfa.cli.command;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sfa completion}: the static script of a shell. */
@Command
public final class CompletionCommand implements SfaCommand {
    private static final Map<String, String> FILES = Map.of("bash", "sfa.bash", "zsh", "_sfa", "fish", "sfa.fish");

    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private String shell;

    public CompletionCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() throws IOException {
        String file = FILES.get(shell);
        if (file == null) {
            throw new SfaException(
                    ErrorCode.USAGE, "There is no completion for \"" + shell + "\"; there is bash, zsh and fish.");
        }
        Path script = Path.of(System.getProperty("sfa.home", ""), "completions", file);
        if (!Files.isRegularFile(script)) {
            throw new SfaException(ErrorCode.NOT_FOUND, "There is no " + script + "; install sfa again.");
        }
        Session session = new Session(context, global);
        Files.readAllLines(script).forEach(session.streams()::line);
        return 0;
    }
}
