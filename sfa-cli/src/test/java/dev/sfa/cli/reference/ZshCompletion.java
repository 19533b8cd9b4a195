package dev.sfa.cli.reference;

import java.util.List;
import java.util.stream.Collectors;

/** The completion for zsh: a function a command, over the shell's own {@code _arguments}. */
final class ZshCompletion {
    static final String FILE = "_sfa";

    private ZshCompletion() {}

    static String of(Command root) {
        StringBuilder script = new StringBuilder("""
                #compdef sfa
                # Completion of sfa for zsh. Made from the commands by ReferenceTest; do not edit.
                # It starts no program: ids come from a file that the daemon keeps.

                _sfa_cached() {
                  local file=${SFA_HOME:+$SFA_HOME/cache} expl tab=$'\\t'
                  file=${file:-${XDG_CACHE_HOME:-$HOME/.cache}/sfa}/completion
                  local -a found ids
                  [[ -r $file ]] || return 1
                  found=("${(@f)$(<$file)}")
                  found=("${(@M)found:#$1$tab${(b)PREFIX}*}")
                  found=("${(@)found#*$tab}")
                  ids=("${(@)found%%$tab*}")
                  found=("${(@)found/$tab/  }")
                  _wanted -V "$1s" expl "$1" compadd -l -d found -a ids
                }

                _sfa_jobs() { _sfa_cached job }
                _sfa_tracks() { _sfa_cached track }
                _sfa_models() { _sfa_cached model }
                _sfa_inputs() { _alternative 'tracks:track:_sfa_tracks' 'files:file:_files' }

                """);
        root.all().forEach(command -> function(script, command));
        script.append("""
                if [[ $funcstack[1] == _sfa ]]; then
                  _sfa_command_sfa "$@"
                else
                  compdef _sfa_command_sfa sfa
                fi
                """);
        return script.toString();
    }

    private static void function(StringBuilder script, Command command) {
        script.append(function(command)).append("() {\n");
        boolean parent = !command.children().isEmpty();
        if (parent) {
            script.append("  local curcontext=$curcontext state line\n  typeset -A opt_args\n");
        }
        script.append("  _arguments ").append(parent ? "-C -S" : "-S");
        command.options().forEach(option -> script.append(" \\\n    ").append(option(option)));
        if (parent) {
            script.append(" \\\n    '1:command:->command' \\\n    '*::argument:->argument'\n");
            script.append("  case $state in\n    command)\n      local -a commands=(\n");
            for (Command child : command.children()) {
                script.append("        '")
                        .append(quoted(child.lastWord() + ":" + child.summary().replace(":", "\\:")))
                        .append("'\n");
            }
            script.append("      )\n      _describe -t commands command commands\n      ;;\n    argument)\n");
            script.append("      case $words[1] in\n");
            for (Command child : command.children()) {
                script.append("        ")
                        .append(child.lastWord())
                        .append(") ")
                        .append(function(child))
                        .append(" ;;\n");
            }
            script.append("      esac\n      ;;\n  esac\n");
        } else {
            for (int i = 0; i < command.arguments().size(); i++) {
                Command.Argument argument = command.arguments().get(i);
                String position = argument.repeatable() ? "*" : Integer.toString(i + 1);
                script.append(" \\\n    '")
                        .append(position)
                        .append(':')
                        .append(quoted(argument.value().label().replace(":", " ")))
                        .append(':')
                        .append(action(argument.value()))
                        .append('\'');
            }
            script.append('\n');
        }
        script.append("}\n\n");
    }

    private static String function(Command command) {
        return "_sfa_command_" + command.name("_").replace('-', '_');
    }

    private static String option(Command.Option option) {
        List<String> names = option.names();
        String help = "[" + quoted(brackets(option.help())) + "]";
        String value = option.isFlag()
                ? ""
                : ":" + quoted(option.value().label().replace(":", " ")) + ":" + action(option.value());
        String ending = option.isFlag() ? "" : "=";
        // A long option takes its value after "=" or as the next word, a short one as the next word or directly.
        List<String> specs = names.stream()
                .map(name -> name + (ending.isEmpty() ? "" : name.startsWith("--") ? "=" : "+"))
                .toList();
        String star = option.repeatable() ? "*" : "";
        String exclusive = option.repeatable() ? "" : "(" + String.join(" ", names) + ")";
        return specs.stream()
                .map(spec -> "'" + exclusive + star + spec + help + value + "'")
                .collect(Collectors.joining(" "));
    }

    private static String action(Value value) {
        return switch (value.kind()) {
            case WORDS -> "(" + String.join(" ", value.words()) + ")";
            case FILE -> "_files";
            case FOLDER -> "_files -/";
            case JOB -> "_sfa_jobs";
            case TRACK -> "_sfa_tracks";
            case MODEL -> "_sfa_models";
            case INPUT -> "_sfa_inputs";
            case OTHER -> " ";
        };
    }

    private static String brackets(String text) {
        return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]");
    }

    private static String quoted(String text) {
        return text.replace("'", "'\\''");
    }
}
