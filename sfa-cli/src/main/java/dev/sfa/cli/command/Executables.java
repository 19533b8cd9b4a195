package dev.sfa.cli.command;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds programs as a shell would, so that whoever runs them later, elsewhere, needs no PATH. */
final class Executables {
    private final Map<String, String> env;

    Executables(Map<String, String> env) {
        this.env = env;
    }

    /** The program of that name or path; empty when there is none that may be run. */
    Optional<Path> find(String program) {
        if (program.contains("/")) {
            return Optional.of(Path.of(program).toAbsolutePath().normalize()).filter(Executables::runs);
        }
        for (String folder : env.getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path file = Path.of(folder).resolve(program);
            if (!folder.isEmpty() && runs(file)) {
                return Optional.of(file.toAbsolutePath());
            }
        }
        return Optional.empty();
    }

    /**
     * A command whose program is named by its absolute path.
     *
     * @throws SfaException (USAGE) when there is no such program
     */
    List<String> resolved(List<String> command) {
        List<String> resolved = new ArrayList<>(command);
        resolved.set(
                0,
                find(command.get(0))
                        .orElseThrow(() -> new SfaException(
                                ErrorCode.USAGE,
                                "There is no program " + command.get(0) + " to run on finish; check its path."))
                        .toString());
        return resolved;
    }

    private static boolean runs(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
