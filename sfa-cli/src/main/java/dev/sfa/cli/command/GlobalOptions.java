package dev.sfa.cli.command;

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
            description = "Say more; show where a bug is.")
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
}
