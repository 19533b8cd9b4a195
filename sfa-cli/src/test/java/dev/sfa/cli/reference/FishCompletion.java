package dev.sfa.cli.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The completion for fish. */
final class FishCompletion {
    static final String FILE = "sfa.fish";

    private FishCompletion() {}

    static String of(Command root) {
        StringBuilder script = new StringBuilder("""
                # Completion of sfa for fish. Made from the commands by ReferenceTest; do not edit.
                # It starts no program: ids come from a file that the daemon keeps.

                function __sfa_cached
                    set -l file
                    if set -q SFA_HOME; and test -n "$SFA_HOME"
                        set file $SFA_HOME/cache/completion
                    else if set -q XDG_CACHE_HOME; and test -n "$XDG_CACHE_HOME"
                        set file $XDG_CACHE_HOME/sfa/completion
                    else
                        set file $HOME/.cache/sfa/completion
                    end
                    test -r $file; or return
                    set -l typed (commandline -ct | string replace --regex '^-[^=]*=' '' | string escape --style=regex)
                    string replace --filter --regex "^$argv[1]\\t(?=$typed)" '' <$file
                end

                # Whether the words so far lead to this command. Asked for every command and option of one TAB: the words are walked once.
                function __sfa_at
                    set -l words (commandline -opc)
                    if test "$words" != "$__sfa_words"
                        set -g __sfa_words $words
                        set -g __sfa_path sfa
                        set -l skip
                        for word in $words[2..-1]
                            if test -n "$skip"
                                set skip
                            else if string match -q -- '-*' $word
                                contains -- $word VALUED; and set skip 1
                            else if contains -- "$__sfa_path $word" COMMANDS
                                set __sfa_path "$__sfa_path $word"
                            end
                        end
                    end
                    test "$__sfa_path" = "$argv"
                end

                complete -c sfa -f
                """.replace("VALUED", String.join(" ", valued(root)))
                .replace("COMMANDS", String.join(" ", commands(root))));
        List<Command.Option> everywhere = new ArrayList<>(root.options());
        root.all().stream()
                .filter(command -> command.children().isEmpty())
                .forEach(command -> everywhere.retainAll(command.options()));
        everywhere.forEach(option -> script.append("complete -c sfa").append(option(option)));
        for (Command command : root.all()) {
            String at = "complete -c sfa -n '__sfa_at " + command.name(" ") + "'";
            for (Command child : command.children()) {
                script.append(at)
                        .append(" -a ")
                        .append(child.lastWord())
                        .append(description(child.summary()))
                        .append('\n');
            }
            for (Command.Option option : command.options()) {
                if (!everywhere.contains(option)) {
                    script.append(at).append(option(option));
                }
            }
            command.arguments().stream()
                    .map(argument -> argument(argument.value()))
                    .filter(action -> !action.isEmpty())
                    .distinct()
                    .forEach(action -> script.append(at).append(action).append('\n'));
        }
        return script.toString();
    }

    private static TreeSet<String> valued(Command root) {
        TreeSet<String> names = new TreeSet<>();
        root.all()
                .forEach(command -> command.options().stream()
                        .filter(option -> !option.isFlag())
                        .forEach(option -> names.addAll(option.names())));
        return names;
    }

    private static List<String> commands(Command root) {
        return root.all().stream()
                .skip(1)
                .map(command -> "'" + command.name(" ") + "'")
                .toList();
    }

    private static String option(Command.Option option) {
        StringBuilder line = new StringBuilder();
        for (String name : option.names()) {
            String kind = name.startsWith("--") ? " -l " : name.length() == 2 ? " -s " : " -o ";
            line.append(kind).append(name.replaceFirst("^--?", ""));
        }
        if (!option.isFlag()) {
            line.append(value(option.value()));
        }
        return line.append(description(option.help())).append('\n').toString();
    }

    /** {@code -x}: the value is needed, and it is no file; {@code -r -F}: it is one. */
    private static String value(Value value) {
        return switch (value.kind()) {
            case WORDS -> " -x -a '" + String.join(" ", value.words()) + "'";
            case FILE -> " -r -F";
            case FOLDER -> " -x -a '(__fish_complete_directories)'";
            case JOB -> " -x -a '(__sfa_cached job)'";
            case TRACK -> " -x -a '(__sfa_cached track)'";
            case MODEL -> " -x -a '(__sfa_cached model)'";
            case INPUT -> " -r -F -a '(__sfa_cached track)'";
            case OTHER -> " -x";
        };
    }

    private static String argument(Value value) {
        return switch (value.kind()) {
            case WORDS -> " -a '" + String.join(" ", value.words()) + "'";
            case FILE -> " -F";
            case FOLDER -> " -a '(__fish_complete_directories)'";
            case JOB -> " -a '(__sfa_cached job)'";
            case TRACK -> " -a '(__sfa_cached track)'";
            case MODEL -> " -a '(__sfa_cached model)'";
            case INPUT -> " -F -a '(__sfa_cached track)'";
            case OTHER -> "";
        };
    }

    private static String description(String text) {
        return text.isEmpty() ? "" : " -d '" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
