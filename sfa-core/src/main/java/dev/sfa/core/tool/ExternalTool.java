package dev.sfa.core.tool;

import dev.sfa.core.config.Settings;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program that is not part of sfa and that it may use. */
public record ExternalTool(String name, Path program) {
    /**
     * Looks for a program: where the setting says, else on PATH.
     *
     * @param key the setting that names the program
     * @throws SfaException (CONFIG) when the setting names something that cannot be run
     */
    public static Optional<ExternalTool> find(Settings settings, Map<String, String> env, String key, String name) {
        Optional<Path> configured = settings.string(key).map(Path::of);
        configured.filter(path -> !Files.isExecutable(path)).ifPresent(path -> {
            throw new SfaException(
                    ErrorCode.CONFIG,
                    "The setting " + key + " names " + path + ", which cannot be run; correct or remove it.");
        });
        return configured.or(() -> onPath(env, name)).map(path -> new ExternalTool(name, path));
    }

    private static Optional<Path> onPath(Map<String, String> env, String name) {
        for (String folder : env.getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (!folder.isEmpty()) {
                Path program = Path.of(folder, name);
                if (Files.isRegularFile(program) && Files.isExecutable(program)) {
                    return Optional.of(program);
                }
            }
        }
        return Optional.empty();
    }

    /** What the program says to {@code --version}, its first line; empty when it does not run. Takes up to a second. */
    public Optional<String> version() {
        return firstLine(List.of(program.toString(), "--version"));
    }

    /** The first line a command writes; empty when it fails or writes none. */
    public static Optional<String> firstLine(List<String> command) {
        List<String> lines = new ArrayList<>();
        try {
            ToolRun run = ToolRun.run(command, Map.of(), lines::add, new CancellationToken());
            return run.exit() == 0 ? lines.stream().findFirst().map(String::strip) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
