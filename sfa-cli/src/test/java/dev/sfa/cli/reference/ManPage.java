package dev.sfa.cli.reference;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The manual page of a command, section 1, in the {@code man} macros of roff. */
final class ManPage {
    private final StringBuilder page = new StringBuilder();
    private final Command command;

    private ManPage(Command command) {
        this.command = command;
    }

    /** The file the page stands in. */
    static String fileName(Command command) {
        return command.name("-") + ".1";
    }

    /**
     * @param version of the program
     * @param related other pages to name at the end: the command's parent first
     */
    static String of(Command command, String version, List<Command> related) {
        return new ManPage(command).write(version, related);
    }

    private String write(String version, List<Command> related) {
        String title = command.name("-").toUpperCase(Locale.ROOT);
        line(".TH \"" + title + "\" 1 \"\" \"sfa " + version + "\" \"sfa\"");
        section("NAME");
        line(text(command.name("-")) + " \\- " + text(lowered(command.summary())));
        section("SYNOPSIS");
        for (String synopsis : command.synopsis()) {
            line(".HP");
            line("\\fB" + text(command.name(" ")) + "\\fR"
                    + text(synopsis.substring(
                            Math.min(synopsis.length(), command.name(" ").length()))));
        }
        if (!command.description().isEmpty()) {
            section("DESCRIPTION");
            paragraphs(command.description());
        }
        if (!command.examples().isEmpty()) {
            section("EXAMPLES");
            line(".nf");
            command.examples().forEach(example -> line(text(example)));
            line(".fi");
        }
        if (!command.children().isEmpty()) {
            section("COMMANDS");
            for (Command child : command.children()) {
                line(".TP");
                line("\\fB" + text(child.name("-")) + "\\fR(1)");
                line(text(child.summary() + "."));
            }
        }
        if (!command.arguments().isEmpty()) {
            section("ARGUMENTS");
            for (Command.Argument argument : command.arguments()) {
                line(".TP");
                line("\\fI" + text(argument.value().label()) + "\\fR" + (argument.repeatable() ? "..." : ""));
                line(text(argument.help()));
            }
        }
        if (!command.options().isEmpty()) {
            section("OPTIONS");
            command.options().forEach(this::option);
        }
        if (!command.footer().isEmpty()) {
            section("NOTES");
            paragraphs(command.footer());
        }
        section("EXIT STATUS");
        line("As in \\fBsfa\\fR(1).");
        section("SEE ALSO");
        line(related.stream()
                .map(page -> "\\fB" + text(page.name("-")) + "\\fR(1)")
                .collect(Collectors.joining(",\n")));
        return page.toString();
    }

    private void option(Command.Option option) {
        line(".TP");
        String value = option.isFlag() ? "" : " \\fI" + text(option.value().label()) + "\\fR";
        line(option.names().stream().map(name -> "\\fB" + text(name) + "\\fR").collect(Collectors.joining(", "))
                + value);
        line(text(option.help().isEmpty() ? "." : option.help()));
    }

    private void paragraphs(List<String> lines) {
        boolean literal = false;
        for (String line : lines) {
            boolean indented = line.startsWith("  ");
            if (indented != literal) {
                line(indented ? ".nf" : ".fi");
                literal = indented;
            }
            line(line.isBlank() ? ".PP" : text(line));
        }
        if (literal) {
            line(".fi");
        }
    }

    private void section(String name) {
        line(".SH " + name);
    }

    private void line(String line) {
        page.append(line).append('\n');
    }

    private static String lowered(String sentence) {
        boolean word = sentence.length() > 1 && Character.isLowerCase(sentence.charAt(1));
        return word ? Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1) : sentence;
    }

    /** Characters that roff would read as requests, escapes or typographic hyphens. */
    private static String text(String plain) {
        String escaped = plain.replace("\\", "\\e").replace("-", "\\-");
        escaped = escaped.codePoints()
                .mapToObj(c -> c < 128 ? Character.toString(c) : String.format(Locale.ROOT, "\\[u%04X]", c))
                .collect(Collectors.joining());
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
}
