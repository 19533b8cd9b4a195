package dev.sfa.core.separation.external;

import dev.sfa.core.config.Settings;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.tool.ExternalTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The program demucs (https://github.com/adefossez/demucs), 4.0 or newer. */
public record DemucsProgram(Path path) {
    private static final String SETTING = "tools.demucs";

    /**
     * The one the setting {@code tools.demucs} names, else the one on PATH.
     *
     * @throws SfaException (CONFIG) when there is none, with how to install it
     */
    public static DemucsProgram find(Settings settings, Map<String, String> env) {
        return ExternalTool.find(settings, env, SETTING, "demucs")
                .map(tool -> new DemucsProgram(tool.program()))
                .orElseThrow(() -> new SfaException(
                        ErrorCode.CONFIG,
                        "The program demucs is not on the daemon's PATH; install it (pipx install demucs), or name it"
                                + " with \"sfa config set " + SETTING + " /path/to/demucs\"."));
    }

    /**
     * Its version, for example {@code 4.0.1}; empty when it cannot be told. Demucs itself does not say it: the Python that
     * runs it is asked. Takes a fraction of a second.
     */
    public Optional<String> version() {
        List<String> python = interpreter();
        if (python.isEmpty()) {
            return new ExternalTool("demucs", path).version();
        }
        List<String> command = new ArrayList<>(python);
        command.addAll(List.of("-c", "import importlib.metadata as m; print(m.version('demucs'))"));
        return ExternalTool.firstLine(command);
    }

    /** What the first line of a Python script names; empty for other programs. */
    private List<String> interpreter() {
        try (Stream<String> lines = Files.lines(path)) {
            return lines.findFirst()
                    .filter(line -> line.startsWith("#!") && line.contains("python"))
                    .map(line -> List.of(line.substring(2).strip().split("\\s+")))
                    .orElse(List.of());
        } catch (java.io.UncheckedIOException e) {
            // A program that is not text.
            return List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
