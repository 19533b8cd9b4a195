package dev.sfa.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The list of commands. */
final class Overview {
    private static final int GAP = 2;

    private final Consumer<String> lines;

    Overview(Consumer<String> lines) {
        this.lines = lines;
    }

    /** The commands, those that share a noun in one line, and where to read on. */
    void print() {
        lines.accept("Download music, take it apart into stems, analyse it; every job is followed live.");
        lines.accept("");
        lines.accept("Usage: sfa COMMAND [OPTION...] [ARGUMENT...]");
        lines.accept("");
        Map<String, String> summaries = new LinkedHashMap<>();
        for (Commands.Entry entry : Commands.all()) {
            int space = entry.name().indexOf(' ');
            if (space < 0) {
                summaries.put(entry.name(), entry.summary());
            } else {
                String noun = entry.name().substring(0, space);
                summaries.put(noun + " ...", Commands.about(noun));
            }
        }
        print(summaries);
        lines.accept("");
        lines.accept("A song to begin with: \"sfa demo\". More on a command: \"sfa help COMMAND\";");
        lines.accept("\"sfa help track\" lists what can stand for the dots. More: \"sfa help TOPIC\" with");
        lines.accept(Topics.names() + ".");
    }

    /** The commands of a noun. */
    void print(String noun) {
        Map<String, String> summaries = new LinkedHashMap<>();
        for (Commands.Entry entry : Commands.all()) {
            if (entry.name().startsWith(noun + " ")) {
                summaries.put(entry.name(), entry.summary());
            }
        }
        print(summaries);
    }

    private void print(Map<String, String> summaries) {
        int width =
                GAP + summaries.keySet().stream().mapToInt(String::length).max().orElse(0);
        summaries.forEach((name, summary) -> lines.accept("  " + name + " ".repeat(width - name.length()) + summary));
    }
}
