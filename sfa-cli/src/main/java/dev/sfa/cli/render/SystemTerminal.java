package dev.sfa.cli.render;

import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.SystemStream;
import org.jline.utils.InfoCmp;

/** Opens the terminal of this process quickly: the library would start two programs to learn what it knows itself. */
public final class SystemTerminal {
    private SystemTerminal() {}

    /**
     * The terminal that shows a stream of this process.
     *
     * @throws IOException when the stream is not a terminal
     * @throws IllegalStateException likewise
     */
    public static Terminal open(TerminalBuilder.SystemOutput output) throws IOException {
        System.setProperty(TerminalBuilder.PROP_DISABLE_ALTERNATE_CHARSET, "true");
        String type = System.getenv("TERM");
        // Otherwise it runs infocmp.
        String known = type == null ? null : InfoCmp.getDefaultInfoCmp(type);
        if (known != null) {
            InfoCmp.setLoadedInfoCmp(type, known);
        }
        try {
            return builder(output).exec(false).build();
        } catch (IOException | IllegalStateException e) {
            // There is no native library for this machine: then by the programs stty and tty.
            return builder(output).build();
        }
    }

    /** How wide the terminal is that shows stdout; 0 if nobody knows. */
    public static int columns() {
        try {
            return Math.max(0, new JniTerminalProvider().systemStreamWidth(SystemStream.Output));
        } catch (LinkageError | RuntimeException e) {
            // There is no native library for this machine.
            return 0;
        }
    }

    private static TerminalBuilder builder(TerminalBuilder.SystemOutput output) {
        return TerminalBuilder.builder()
                .system(true)
                .systemOutput(output)
                .nativeSignals(false)
                // What it would ask the terminal, and swallow with what the user has typed meanwhile, is not needed.
                .graphemeCluster(false)
                // Newer Javas have it, but it takes much longer to load.
                .ffm(false)
                // Where stdin is not the terminal, the terminal is opened by its name.
                .devTty(true)
                .dumb(false);
    }
}
