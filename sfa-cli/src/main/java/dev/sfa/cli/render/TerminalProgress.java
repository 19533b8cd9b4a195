package dev.sfa.cli.render;

import java.io.PrintWriter;
import java.util.Map;

/**
 * The progress that a terminal itself shows, in its tab or the task bar: the sequence OSC 9;4 of ConEmu, sent only to
 * terminals known to take it, because to some others OSC 9 is a notification.
 */
final class TerminalProgress {
    private static final int NONE = -1;

    private final boolean understood;
    private int shown = NONE;

    TerminalProgress(Map<String, String> env) {
        String program = env.getOrDefault("TERM_PROGRAM", "").toLowerCase(java.util.Locale.ROOT);
        String term = env.getOrDefault("TERM", "");
        this.understood = env.containsKey("WT_SESSION")
                || "ON".equals(env.get("ConEmuANSI"))
                || program.equals("ghostty")
                || program.equals("wezterm")
                || term.contains("ghostty")
                || env.containsKey("KONSOLE_VERSION");
    }

    /** @param percent of all that runs, 0 to 100 */
    void show(PrintWriter terminal, int percent) {
        if (understood && percent != shown) {
            terminal.write("\u001b]9;4;1;" + percent + "\u0007");
            shown = percent;
        }
    }

    /** Takes it away, if it was shown. */
    void clear(PrintWriter terminal) {
        if (shown != NONE) {
            terminal.write("\u001b]9;4;0;\u0007");
            shown = NONE;
        }
    }
}
