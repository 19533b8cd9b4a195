package dev.sfa.core.download;

import dev.sfa.core.task.CancellationToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program that is not part of sfa and that downloads may use. */
public record ExternalTool(String name, Path program) {
    /** What the program says to {@code --version}, its first line; empty when it does not run. Takes up to a second. */
    public Optional<String> version() {
        List<String> lines = new ArrayList<>();
        try {
            ToolRun run = ToolRun.run(
                    List.of(program.toString(), "--version"), Map.of(), lines::add, new CancellationToken());
            return run.exit() == 0 ? lines.stream().findFirst().map(String::strip) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
