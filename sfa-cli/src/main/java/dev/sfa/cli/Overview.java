package dev.sfa.cli;

import java.util.function.Consumer;

/** The list of commands. */
final class Overview {
    private static final int NAME_WIDTH = 18;

    private final Consumer<String> lines;

    Overview(Consumer<String> lines) {
        this.lines = lines;
    }

    /** All commands, and where to read on. */
    void print() {
        lines.accept("Download music, take it apart into stems, analyse it; every job is followed live.");
        lines.accept("");
        lines.accept("Usage: sfa COMMAND [OPTION...] [ARGUMENT...]");
        lines.accept("");
        print("");
        lines.accept("");
        lines.accept("A song to begin with: \"sfa demo\". More on a command: \"sfa help COMMAND\".");
        lines.accept("More: \"sfa help TOPIC\" with " + Topics.names() + ".");
    }

    /** The commands whose name begins with something. */
    void print(String prefix) {
        for (Commands.Entry entry : Commands.all()) {
            if (entry.name().startsWith(prefix)) {
                String gap = " ".repeat(Math.max(1, NAME_WIDTH - entry.name().length()));
                lines.accept("  " + entry.name() + gap + entry.summary());
            }
        }
    }
}
