package dev.sfa.cli;

import dev.sfa.cli.command.Context;
import dev.sfa.cli.command.GlobalOptions;
import dev.sfa.cli.command.SfaCommand;
import dev.sfa.cli.command.VersionCommand;
import dev.sfa.cli.launch.StartArchive;
import dev.sfa.cli.render.OutputClosedException;
import dev.sfa.cli.render.Streams;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;

/** The program {@code sfa}: finds the command, runs it, and turns what went wrong into one sentence and an exit code. */
public final class Sfa {
    private static final Set<String> WITH_VALUE = Set.of("--color", "--progress", "--daemon");
    private static final Set<String> HELP = Set.of("help", "--help", "-h");

    private Sfa() {}

    public static void main(String[] args) {
        int code = run(args, Streams.system(), System.getenv());
        StartArchive.makeIfMissing(SfaPaths.of(System.getenv()), System.getenv());
        System.exit(code);
    }

    /**
     * Runs one command.
     *
     * @return the exit code
     */
    public static int run(String[] args, Streams streams, Map<String, String> env) {
        List<String> arguments = commandFirst(args);
        try {
            int code = dispatch(arguments, new Context(streams, env, SfaPaths.of(env)));
            streams.flush();
            return code;
        } catch (OutputClosedException e) {
            return OutputClosedException.EXIT;
        } catch (SfaException e) {
            return failed(streams, arguments, e.code(), e.getMessage(), e);
        } catch (IOException e) {
            return failed(streams, arguments, ErrorCode.FAILED, "That failed (" + e.getMessage() + ").", e);
        } catch (RuntimeException e) {
            return failed(
                    streams,
                    arguments,
                    ErrorCode.BUG,
                    "This is a bug in sfa (" + e.getClass().getSimpleName() + "); -v shows where.",
                    e);
        }
    }

    private static int dispatch(List<String> arguments, Context context) throws IOException {
        if (arguments.isEmpty()) {
            new Overview(context.streams()::note).print();
            return ErrorCode.USAGE.exitCode();
        }
        String word = arguments.get(0);
        if (HELP.contains(word)) {
            return help(arguments.subList(1, arguments.size()), context);
        }
        if (word.equals("--version") || word.equals("-V")) {
            return new VersionCommand(context).run();
        }
        if (word.startsWith("-")) {
            throw new SfaException(ErrorCode.USAGE, "The command is missing; \"sfa help\" lists those there are.");
        }
        boolean noun = Commands.find(word).isEmpty() && Commands.isNoun(word);
        if (noun && arguments.size() > 1 && HELP.contains(arguments.get(1))) {
            return help(List.of(word), context);
        }
        if (noun && (arguments.size() == 1 || arguments.get(1).startsWith("-"))) {
            new Overview(context.streams()::note).print(word);
            return ErrorCode.USAGE.exitCode();
        }
        String name = noun ? word + " " + arguments.get(1) : word;
        return execute(entry(name), arguments.subList(noun ? 2 : 1, arguments.size()), context);
    }

    private static int execute(Commands.Entry entry, List<String> arguments, Context context) throws IOException {
        if (entry.needsNothing()) {
            Optional<GlobalOptions> switches = GlobalOptions.switches(arguments);
            if (switches.isPresent()) {
                return entry.make(context.with(switches.get())).run();
            }
        }
        SfaCommand command = entry.make(context);
        CommandLine line = commandLine(entry, command);
        try {
            CommandLine.ParseResult parsed = line.parseArgs(arguments.toArray(String[]::new));
            if (parsed.isUsageHelpRequested()) {
                usage(entry, line, context);
                return 0;
            }
        } catch (CommandLine.ParameterException e) {
            throw new SfaException(ErrorCode.USAGE, Mistake.sentence(e) + " See \"sfa help " + entry.name() + "\".", e);
        }
        return command.run();
    }

    /** Every command as one tree, for whoever describes them. */
    static CommandLine tree(Context context) {
        CommandLine.Model.CommandSpec root =
                CommandLine.Model.CommandSpec.create().name("sfa");
        root.usageMessage().description("Download music, take it apart into stems, analyse it.");
        root.addMixin("global", CommandLine.Model.CommandSpec.forAnnotatedObject(new GlobalOptions()));
        CommandLine tree = new CommandLine(root);
        for (Commands.Entry entry : Commands.all()) {
            String[] words = entry.name().split(" ");
            CommandLine parent = tree;
            if (words.length > 1) {
                parent = tree.getSubcommands().get(words[0]);
                if (parent == null) {
                    parent = new CommandLine(CommandLine.Model.CommandSpec.create());
                    parent.getCommandSpec().usageMessage().description(Commands.about(words[0]));
                    tree.addSubcommand(words[0], parent);
                }
            }
            CommandLine line = commandLine(entry, entry.make(context));
            line.getCommandSpec()
                    .usageMessage()
                    .header(Examples.of(entry.name()).toArray(String[]::new));
            parent.addSubcommand(words[words.length - 1], line.setCommandName(words[words.length - 1]));
        }
        return tree;
    }

    private static CommandLine commandLine(Commands.Entry entry, SfaCommand command) {
        CommandLine line = new CommandLine(command)
                .setCommandName("sfa " + entry.name())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false);
        line.getCommandSpec().usageMessage().description(entry.summary());
        return line;
    }

    private static int help(List<String> about, Context context) {
        List<String> words =
                about.stream().filter(word -> !word.startsWith("-")).toList();
        if (words.isEmpty()) {
            new Overview(context.streams()::line).print();
            return 0;
        }
        String name = String.join(" ", words);
        if (Commands.find(name).isEmpty() && Commands.isNoun(name)) {
            new Overview(context.streams()::line).print(name);
            return 0;
        }
        Optional<List<String>> topic = Commands.find(name).isEmpty() ? Topics.find(name) : Optional.empty();
        if (topic.isPresent()) {
            topic.get().forEach(context.streams()::line);
            return 0;
        }
        Commands.Entry entry = entry(name);
        usage(entry, commandLine(entry, entry.make(context)), context);
        return 0;
    }

    /** What it does and examples first, then everything it understands. */
    private static void usage(Commands.Entry entry, CommandLine line, Context context) {
        List<String> examples = Examples.of(entry.name());
        context.streams().line(entry.summary());
        context.streams().line("");
        if (!examples.isEmpty()) {
            context.streams().line("Examples:");
            examples.forEach(example -> context.streams().line("  " + example));
            context.streams().line("");
        }
        context.streams().line(line.getUsageMessage().stripTrailing());
    }

    private static Commands.Entry entry(String name) {
        return Commands.find(name).orElseThrow(() -> {
            String hint = Commands.like(name)
                    .map(like -> "; did you mean \"sfa " + like + "\"?")
                    .orElse("; \"sfa help\" lists those there are.");
            return new SfaException(ErrorCode.USAGE, "There is no command \"" + name + "\"" + hint);
        });
    }

    /** Global options may stand before the command: they are moved behind it. */
    private static List<String> commandFirst(String[] args) {
        int command = 0;
        while (command < args.length && args[command].startsWith("-") && !HELP.contains(args[command])) {
            command += WITH_VALUE.contains(args[command]) ? 2 : 1;
        }
        if (command == 0 || command >= args.length) {
            return Arrays.asList(args);
        }
        List<String> moved = new ArrayList<>(List.of(args[command]));
        int rest = command + 1;
        if (Commands.isNoun(args[command]) && rest < args.length) {
            moved.add(args[rest++]);
        }
        moved.addAll(Arrays.asList(args).subList(0, command));
        moved.addAll(Arrays.asList(args).subList(rest, args.length));
        return moved;
    }

    private static int failed(
            Streams streams, List<String> arguments, ErrorCode code, String sentence, Exception cause) {
        streams.out().flush();
        streams.note("sfa: " + sentence);
        if (arguments.contains("-v") || arguments.contains("--verbose")) {
            cause.printStackTrace(streams.err());
            streams.err().flush();
        }
        return code.exitCode();
    }
}
