package dev.sfa.cli.render;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Stdout that remembers why it could not be written to, which a {@link PrintStream} forgets. */
final class Stdout extends PrintStream {
    private static final int BUFFER = 8_192;

    private final Remembering end;

    private Stdout(Remembering end) {
        super(new BufferedOutputStream(end, BUFFER), false, StandardCharsets.UTF_8);
        this.end = end;
    }

    static Stdout to(OutputStream out) {
        return new Stdout(new Remembering(out));
    }

    /** What went wrong first; null for nothing. */
    IOException failure() {
        return end.failure;
    }

    private static final class Remembering extends FilterOutputStream {
        private volatile IOException failure;

        Remembering(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                failure = failure == null ? e : failure;
                throw e;
            }
        }
    }
}
