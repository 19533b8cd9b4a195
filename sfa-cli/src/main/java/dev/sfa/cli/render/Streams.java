package dev.sfa.cli.render;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where a command writes: results to stdout, everything else to stderr.
 *
 * @param outTerminal whether a person at a terminal sees stdout
 * @param errTerminal whether a person at a terminal sees stderr
 */
public record Streams(PrintStream out, PrintStream err, boolean outTerminal, boolean errTerminal) {

    /** Those of this process. */
    public static Streams system() {
        return new Streams(
                Stdout.to(new FileOutputStream(FileDescriptor.out)),
                stream(FileDescriptor.err),
                isTerminal(1),
                isTerminal(2));
    }

    /**
     * Writes one line to stdout and passes it on.
     *
     * @throws OutputClosedException when nobody reads any more; the JVM ignores SIGPIPE, so somebody has to look
     */
    public void line(String text) {
        out.print(text + "\n");
        flush();
    }

    /** What writes bytes. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes bytes to stdout and passes them on.
     *
     * @throws OutputClosedException when nobody reads any more
     * @throws IOException when the content cannot be had
     */
    public void bytes(Content content) throws IOException {
        // A PrintStream swallows what goes wrong: without a look at it, an endless content would never end.
        content.writeTo(new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
                flush();
            }

            @Override
            public void flush() {
                Streams.this.flush();
            }
        });
        flush();
    }

    /**
     * Passes on what was written to stdout.
     *
     * @throws OutputClosedException when nobody reads any more
     * @throws SfaException (CANNOT_WRITE) when it cannot be written, for example to a disk that is full
     */
    public void flush() {
        if (!out.checkError()) {
            return;
        }
        if (out instanceof Stdout stdout && stdout.failure() != null && !isClosedPipe(stdout.failure())) {
            throw new SfaException(
                    ErrorCode.CANNOT_WRITE,
                    "The output cannot be written (" + stdout.failure().getMessage()
                            + "); make room, or send it elsewhere.",
                    stdout.failure());
        }
        throw new OutputClosedException();
    }

    /** As the system says it, in its language. */
    private static boolean isClosedPipe(IOException failure) {
        String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("pipe") || text.contains("connection reset");
    }

    /** Writes lines to stderr; whoever the words are from, they drive no terminal. */
    public void note(String text) {
        err.print(Printable.lines(text) + "\n");
        err.flush();
    }

    /** Whether the locale's characters include those of block graphics; the launcher says it where it set another. */
    public static boolean showsUnicode() {
        return System.getProperty("sfa.charset", System.getProperty("native.encoding", ""))
                .equalsIgnoreCase("UTF-8");
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new java.io.BufferedOutputStream(new FileOutputStream(descriptor), 8_192),
                false,
                StandardCharsets.UTF_8);
    }

    /** The launcher knows ({@code sfa.tty} holds the numbers of the descriptors that are terminals), or Linux does. */
    private static boolean isTerminal(int descriptor) {
        String known = System.getProperty("sfa.tty");
        if (known != null) {
            return known.contains(Integer.toString(descriptor));
        }
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null;
        }
    }
}
