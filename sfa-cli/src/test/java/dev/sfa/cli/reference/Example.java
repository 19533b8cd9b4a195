package dev.sfa.cli.reference;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A small tree of commands with one of everything, so that the shells' tests do not depend on the real one. */
@CommandLine.Command(
        name = "sfa",
        description = "Do things.",
        subcommands = {Example.Get.class, Example.Split.class, Example.Track.class})
final class Example implements Callable<Integer> {
    @Option(names = "--json", description = "JSON's lines [one each].")
    boolean json;

    @Option(names = "--color", description = "Colour: when.")
    When colour;

    enum When {
        auto,
        always
    }

    static Command tree() {
        return Command.of(new CommandLine(new Example()));
    }

    @Override
    public Integer call() {
        return 0;
    }

    @CommandLine.Command(name = "get", description = "Get a file. Once.")
    static final class Get implements Callable<Integer> {
        @Option(names = "--json", description = "JSON's lines [one each].")
        boolean json;

        @Option(names = "--color", description = "Colour: when.")
        When colour;

        @Option(
                names = {"-q", "--quality"},
                paramLabel = "high|low",
                description = "How good.")
        String quality;

        @Option(
                names = {"-P", "--folder"},
                paramLabel = "DIR")
        String folder;

        @Parameters(paramLabel = "SOURCE", description = "A file.", arity = "1..*")
        String[] sources;

        @Override
        public Integer call() {
            return 0;
        }
    }

    @CommandLine.Command(name = "split", description = "Split an input.")
    static final class Split implements Callable<Integer> {
        @Option(names = "--json", description = "JSON's lines [one each].")
        boolean json;

        @Option(names = "--after", paramLabel = "JOB", description = "Wait for it.")
        String after;

        @Parameters(paramLabel = "INPUT", description = "A file or a track.", arity = "1..*")
        String[] inputs;

        @Override
        public Integer call() {
            return 0;
        }
    }

    @CommandLine.Command(
            name = "track",
            description = "The library.",
            subcommands = {Track.Show.class, Track.Remove.class})
    static final class Track implements Callable<Integer> {
        @Option(names = "--json", description = "JSON's lines [one each].")
        boolean json;

        @Override
        public Integer call() {
            return 0;
        }

        @CommandLine.Command(name = "show", description = "Show one.")
        static final class Show implements Callable<Integer> {
            @Option(names = "--json", description = "JSON's lines [one each].")
            boolean json;

            @Parameters(paramLabel = "TRACK", description = "Which.")
            String track;

            @Override
            public Integer call() {
                return 0;
            }
        }

        @CommandLine.Command(name = "rm", description = "Remove one.")
        static final class Remove implements Callable<Integer> {
            @Option(names = "--json", description = "JSON's lines [one each].")
            boolean json;

            @Parameters(paramLabel = "TRACK", description = "Which.")
            String track;

            @Override
            public Integer call() {
                return 0;
            }
        }
    }
}
