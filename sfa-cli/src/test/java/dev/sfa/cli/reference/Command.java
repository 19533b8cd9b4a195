package dev.sfa.cli.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * One command of the tree, read off picocli's model: what a manual page and a completion say about it.
 *
 * @param path the words that lead to it, the program's name first
 * @param summary one sentence without its full stop
 */
record Command(
        List<String> path,
        String summary,
        List<String> description,
        List<String> examples,
        List<String> footer,
        List<Option> options,
        List<Argument> arguments,
        List<Command> children) {

    /**
     * @param names short ones first
     * @param value null for a flag
     */
    record Option(List<String> names, String help, Value value, boolean repeatable) {
        boolean isFlag() {
            return value == null;
        }
    }

    record Argument(Value value, String help, boolean repeatable, boolean required) {}

    /** The tree under a command, hidden ones left out. */
    static Command of(CommandLine line) {
        return of(line, new ArrayList<>());
    }

    /** This command and all below it. */
    List<Command> all() {
        List<Command> all = new ArrayList<>(List.of(this));
        children.forEach(child -> all.addAll(child.all()));
        return all;
    }

    /** How it is called, its options not spelled out. */
    String synopsis() {
        StringBuilder synopsis = new StringBuilder(name(" ")).append(" [OPTION...]");
        if (!children.isEmpty()) {
            return synopsis.append(" COMMAND [ARGUMENT...]").toString();
        }
        for (Argument argument : arguments) {
            String label = argument.value().label() + (argument.repeatable() ? "..." : "");
            synopsis.append(argument.required() ? " " + label : " [" + label + "]");
        }
        return synopsis.toString();
    }

    /** The words joined. */
    String name(String separator) {
        return String.join(separator, path);
    }

    String lastWord() {
        return path.get(path.size() - 1);
    }

    private static Command of(CommandLine line, List<String> above) {
        CommandSpec spec = line.getCommandSpec();
        List<String> path = new ArrayList<>(above);
        path.add(spec.name());
        Map<CommandLine, Command> children = new LinkedHashMap<>();
        for (CommandLine child : line.getSubcommands().values()) {
            if (!child.getCommandSpec().usageMessage().hidden()) {
                children.computeIfAbsent(child, one -> of(one, path));
            }
        }
        List<String> description = text(spec.usageMessage().description());
        String summary = description.isEmpty() ? "" : description.get(0);
        return new Command(
                List.copyOf(path),
                summary.strip().replaceFirst("\\.$", ""),
                description.subList(Math.min(1, description.size()), description.size()),
                List.of(spec.usageMessage().header()),
                text(spec.usageMessage().footer()),
                spec.options().stream()
                        .filter(option -> !option.hidden())
                        .map(Command::option)
                        .toList(),
                spec.positionalParameters().stream()
                        .filter(argument -> !argument.hidden())
                        .sorted(Comparator.comparing(PositionalParamSpec::index))
                        .map(argument -> new Argument(
                                Value.of(argument),
                                help(argument),
                                argument.arity().max() > 1
                                        || argument.index().isVariable()
                                        || argument.index().max()
                                                > argument.index().min(),
                                argument.arity().min() > 0))
                        .toList(),
                List.copyOf(children.values()));
    }

    private static Option option(OptionSpec option) {
        List<String> names = Arrays.stream(option.names())
                .sorted(Comparator.comparingInt(String::length))
                .toList();
        boolean flag = option.arity().max() == 0;
        return new Option(names, help(option), flag ? null : Value.of(option), option.isMultiValue());
    }

    private static String help(ArgSpec arg) {
        String words = arg.completionCandidates() == null ? "" : String.join(", ", arg.completionCandidates());
        String fallback = arg.defaultValueString() == null ? "" : arg.defaultValueString();
        return String.join(" ", text(arg.description()))
                .replace("${COMPLETION-CANDIDATES}", words)
                .replace("${DEFAULT-VALUE}", fallback)
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** Markup taken out, line ends spelled out. */
    private static List<String> text(String[] lines) {
        List<String> all = new ArrayList<>();
        for (String line : lines) {
            Ansi.OFF.string(line.replace("%n", "\n").replace("%%", "%")).lines().forEach(all::add);
        }
        return all;
    }
}
