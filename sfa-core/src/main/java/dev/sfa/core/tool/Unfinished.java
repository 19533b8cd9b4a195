package dev.sfa.core.tool;

import java.io.Closeable;
import java.nio.file.Path;

/**
 * A file or folder that stands beside the user's while it is worked on: closing it deletes what is left of it, and so
 * does the end of the program, which by Ctrl-C comes without a {@code finally}.
 */
public final class Unfinished implements Closeable {
    private final Path path;
    private final Thread atExit;

    private Unfinished(Path path) {
        this.path = path;
        this.atExit = new Thread(() -> TemporaryFolder.delete(path), "unfinished");
    }

    /** @param path what is about to be made */
    public static Unfinished at(Path path) {
        Unfinished unfinished = new Unfinished(path);
        Runtime.getRuntime().addShutdownHook(unfinished.atExit);
        return unfinished;
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        TemporaryFolder.delete(path);
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The program is ending: the hook does the same.
        }
    }
}
