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
     * @param related other pages to name at the end: the command's parent first
     */
    static String of(Command command, List<Command> related, String exitStatus) {
        return new ManPage(command).write(related, exitStatus);
    }

    private String write(List<Command> related, String exitStatus) {
        String title = command.name("-").toUpperCase(Locale.ROOT);
        line(".TH \"" + title + "\" 1 \"\" \"sfa\" \"sfa\"");
        section("NAME");
        line(text(command.name("-")) + " \\- " + text(lowered(command.summary())));
        section("SYNOPSIS");
        line("\\fB" + text(command.synopsis()) + "\\fR");
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
        if (command.path().size() > 1) {
            line("As in \\fBsfa\\fR(1).");
        } else {
            exitCodes(exitStatus);
            surroundings();
        }
        section("SEE ALSO");
        line(related.stream()
                .map(page -> "\\fB" + text(page.name("-")) + "\\fR(1)")
                .collect(Collectors.joining(",\n")));
        return page.toString();
    }

    /** @param table the rows of docs/exit-codes.md: code, name on the wire, meaning */
    private void exitCodes(String table) {
        table.lines().filter(row -> row.matches("\\| \\d.*")).forEach(row -> {
            String[] cells = row.split("\\s*\\|\\s*");
            line(".TP");
            line(text(cells[1]));
            line(text(cells[3].replace("`", "")));
        });
    }

    private void surroundings() {
        section("ENVIRONMENT");
        entry("SFA_HOME", "Puts settings, library, state and cache under this one folder.");
        entry(
                "XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME, XDG_CACHE_HOME",
                "Where the folders are, as the XDG Base Directory Specification says.");
        entry("SFA_*", "A setting: SFA_DAEMON_PORT is daemon.port. Stronger than the file.");
        entry("NO_COLOR", "No colours, unless --color says otherwise.");
        entry("JAVA_HOME, SFA_JAVA_OPTS", "The Java to run with, and options for it.");
        section("FILES");
        entry("~/.config/sfa/config.toml", "The settings; see sfa-config(1).");
        entry("~/.config/sfa/token", "The token of this machine's clients, for its owner only.");
        entry("~/.local/share/sfa", "The library: the database and the audio files.");
        entry("~/.local/state/sfa", "Lock, registry and logs of the daemon.");
        entry("~/.cache/sfa", "What can be made again.");
    }

    private void entry(String what, String meaning) {
        line(".TP");
        line("\\fI" + text(what) + "\\fR");
        line(text(meaning));
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
