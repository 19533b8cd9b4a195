package dev.sfa.cli.launch;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.jline.terminal.Size;
import org.jline.terminal.impl.jni.JniNativePty;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.Pty;

/** A terminal that nobody looks at, so that the classes that draw on one are loaded, and get into the archive. */
final class PseudoTerminal {
    private static final int COLUMNS = 80;
    private static final int ROWS = 24;

    private PseudoTerminal() {}

    /**
     * The file of a new one, whose content is dropped; empty where there is no native library for this machine. It stays
     * open until this program ends: who closes it would send a hang-up to whom it is the terminal of.
     */
    static Optional<File> open() {
        try {
            Pty pty = new JniTerminalProvider().open(null, new Size(COLUMNS, ROWS));
            InputStream shown = pty.getMasterInput();
            Thread reader = new Thread(() -> drain(shown), "terminal");
            reader.setDaemon(true);
            reader.start();
            return Optional.of(new File(((JniNativePty) pty).getName()));
        } catch (IOException | LinkageError e) {
            return Optional.empty();
        }
    }

    private static void drain(InputStream in) {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // Nobody has the terminal open any more.
        }
    }
}
