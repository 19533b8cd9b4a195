package dev.sfa.cli.command;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of every command. */
public final class GlobalOptions {
    /** When to use colours, or to show progress how. */
    enum Colour {
        auto,
        always,
        never
    }

    enum Progress {
        auto,
        bar,
        plain,
        none
    }

    @Option(names = "--json", description = "One JSON object a line on stdout.")
    boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Results and errors only.")
    boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show where in sfa an error arose.")
    boolean verbose;

    @Option(names = "--color", paramLabel = "WHEN", description = "Colours: auto, always or never.")
    Colour colour = Colour.auto;

    @Option(names = "--progress", paramLabel = "HOW", description = "Progress: auto, bar, plain or none.")
    Progress progress = Progress.auto;

    @Option(names = "--no-autostart", description = "Do not start a daemon when none runs.")
    boolean noAutostart;

    @Option(names = "--daemon", paramLabel = "URL", description = "Use the daemon at this address.")
    String daemon;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    /**
     * Understands arguments that are nothing but global options without a value, as most runs of {@code sfa jobs} and
     * its like have; empty when there is anything else. It spares them the parser, which takes longer than the command.
     */
    public static Optional<GlobalOptions> switches(List<String> arguments) {
        GlobalOptions options = new GlobalOptions();
        for (String argument : arguments) {
            switch (argument) {
                case "--json" -> options.json = true;
                case "-q", "--quiet" -> options.quiet = true;
                case "-v", "--verbose" -> options.verbose = true;
                case "-y", "--yes" -> options.yes = true;
                case "--no-autostart" -> options.noAutostart = true;
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(options);
    }
}
