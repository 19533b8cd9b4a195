package dev.sfa.cli.reference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The completion for bash 4 and newer: one function over a table; nothing is started, only the cache is read. */
final class BashCompletion {
    static final String FILE = "sfa.bash";

    private BashCompletion() {}

    static String of(Command root) {
        return """
                # Completion of sfa for bash. Made from the commands by ReferenceTest; do not edit.
                # It starts no program: ids come from a file that the daemon keeps.

                _sfa_cached() {
                  local line lines file=${SFA_HOME:+$SFA_HOME/cache}
                  file=${file:-${XDG_CACHE_HOME:-$HOME/.cache}/sfa}/completion
                  [[ -r $file ]] || return
                  mapfile -t lines <"$file"
                  for line in "${lines[@]}"; do
                    if [[ $line == "$1"$'\\t'"$2"* ]]; then
                      line=${line#*$'\\t'}
                      COMPREPLY+=("${line%%$'\\t'*}")
                    fi
                  done
                }

                # The commands below one, its options, those that take a value, and what its arguments are.
                _sfa_command() {
                  case $1 in
                TABLE  esac
                }

                # What the value of an option is: a kind, or the words to choose from.
                _sfa_value() {
                  case $1:$2 in
                VALUES    *) value=other ;;
                  esac
                }

                _sfa_offer() {
                  local kind=$1 cur=$2
                  case $kind in
                    file) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
                    folder) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
                    input) _sfa_cached track "$cur"; [[ ${#COMPREPLY[@]} -gt 0 ]] || _sfa_offer file "$cur" ;;
                    job | track | model) _sfa_cached "$kind" "$cur" ;;
                    other) ;;
                    *) mapfile -t COMPREPLY < <(compgen -W "$kind" -- "$cur") ;;
                  esac
                }

                _sfa() {
                  local cur=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]}
                  local path=sfa subs options valued argument value word i skip= ended=
                  COMPREPLY=()
                  if [[ $cur == = ]]; then
                    cur=
                  elif [[ $option == = ]]; then
                    option=${COMP_WORDS[COMP_CWORD - 2]}
                  fi
                  _sfa_command "$path"
                  for ((i = 1; i < COMP_CWORD; i++)); do
                    word=${COMP_WORDS[i]}
                    if [[ $word == = ]]; then
                      skip=1
                    elif [[ $skip ]]; then
                      skip=
                    elif [[ $word == -- ]]; then
                      ended=1
                    elif [[ $word == -* && ! $ended ]]; then
                      [[ $valued == *" $word "* ]] && skip=1
                    elif [[ " $subs " == *" $word "* ]]; then
                      path+=" $word"
                      _sfa_command "$path"
                    fi
                  done
                  if [[ $skip ]]; then
                    _sfa_value "$path" "$option"
                    _sfa_offer "$value" "$cur"
                  elif [[ $cur == -* && ! $ended ]]; then
                    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
                  elif [[ $subs ]]; then
                    mapfile -t COMPREPLY < <(compgen -W "$subs" -- "$cur")
                  else
                    _sfa_offer "$argument" "$cur"
                  fi
                }

                complete -F _sfa sfa
                """.replace("TABLE", table(root)).replace("VALUES", values(root));
    }

    private static String table(Command root) {
        StringBuilder table = new StringBuilder();
        for (Command command : root.all()) {
            table.append("    ").append(quoted(command.name(" "))).append(")\n");
            line(table, "subs", words(command.children().stream().map(Command::lastWord)));
            line(table, "options", words(command.options().stream().flatMap(option -> option.names().stream())));
            line(
                    table,
                    "valued",
                    " "
                            + words(command.options().stream()
                                    .filter(option -> !option.isFlag())
                                    .flatMap(option -> option.names().stream()))
                            + " ");
            line(table, "argument", command.arguments().isEmpty() ? "other" : kind(last(command.arguments())));
            table.append("      ;;\n");
        }
        return table.toString();
    }

    private static Value last(List<Command.Argument> arguments) {
        return arguments.get(arguments.size() - 1).value();
    }

    private static void line(StringBuilder table, String name, String value) {
        table.append("      ").append(name).append('=').append(quoted(value)).append('\n');
    }

    private static String words(java.util.stream.Stream<String> words) {
        return words.collect(Collectors.joining(" "));
    }

    /** One line an option where all commands agree on its value, one line a command where they do not. */
    private static String values(Command root) {
        Map<String, Map<String, String>> kinds = new TreeMap<>();
        for (Command command : root.all()) {
            for (Command.Option option : command.options()) {
                for (String name : option.isFlag() ? List.<String>of() : option.names()) {
                    kinds.computeIfAbsent(name, one -> new LinkedHashMap<>())
                            .put(command.name(" "), kind(option.value()));
                }
            }
        }
        StringBuilder lines = new StringBuilder();
        kinds.forEach((name, byCommand) -> {
            if (Map.copyOf(byCommand).values().stream().distinct().count() == 1) {
                value(lines, "*:" + name, byCommand.values().iterator().next());
            } else {
                byCommand.forEach((command, kind) -> value(lines, quoted(command + ":" + name), kind));
            }
        });
        return lines.toString();
    }

    private static void value(StringBuilder lines, String pattern, String kind) {
        if (!kind.equals("other")) {
            lines.append("    ")
                    .append(pattern)
                    .append(") value=")
                    .append(quoted(kind))
                    .append(" ;;\n");
        }
    }

    private static String kind(Value value) {
        return value.kind() == Value.Kind.WORDS
                ? String.join(" ", value.words())
                : value.kind().name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String quoted(String text) {
        return text.matches("[\\w-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
