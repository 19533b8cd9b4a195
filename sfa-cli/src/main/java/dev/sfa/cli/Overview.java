package dev.sfa.cli;

import dev.sfa.cli.render.Streams;

/** The list of commands. */
final class Overview {
    private static final int NAME_WIDTH = 18;

    private final Streams streams;

    Overview(Streams streams) {
        this.streams = streams;
    }

    /** All commands, and where to read on. */
    void print() {
        streams.line("Download music, take it apart into stems, analyse it; every job is followed live.");
        streams.line("");
        streams.line("Usage: sfa COMMAND [OPTION...] [ARGUMENT...]");
        streams.line("");
        print("");
        streams.line("");
        streams.line("A song to begin with: \"sfa demo\". More on a command: \"sfa help COMMAND\".");
    }

    /** The commands whose name begins with something. */
    void print(String prefix) {
        for (Commands.Entry entry : Commands.all()) {
            if (entry.name().startsWith(prefix)) {
                String gap = " ".repeat(Math.max(1, NAME_WIDTH - entry.name().length()));
                streams.line("  " + entry.name() + gap + entry.summary());
            }
        }
    }
}
