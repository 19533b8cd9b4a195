package dev.sfa.cli;

import dev.sfa.cli.command.Context;
import dev.sfa.cli.render.Streams;
import dev.sfa.core.config.SfaPaths;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/** The real commands, for tests that describe them. */
public final class CommandTree {
    private CommandTree() {}

    public static CommandLine of() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return Sfa.tree(new Context(
                new Streams(nowhere, nowhere, false, false), Map.of(), SfaPaths.under(Path.of("/nonexistent"))));
    }
}
