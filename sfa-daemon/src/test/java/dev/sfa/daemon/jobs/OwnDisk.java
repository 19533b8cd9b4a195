package dev.sfa.daemon.jobs;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of its own for a test, in memory. Only root can make one: without, the test is skipped. */
public final class OwnDisk implements AutoCloseable {
    private final Path folder;

    private OwnDisk(Path folder) {
        this.folder = folder;
    }

    /**
     * @param folder that it is mounted on
     * @param options as of mount: {@code size=8m}, {@code ro}
     */
    public static OwnDisk mount(Path folder, String options) throws IOException {
        assumeThat(run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString()))
                .as("mounting a file system needs root")
                .isZero();
        return new OwnDisk(folder);
    }

    /** Fills it up; removing the file makes the room again. */
    public Path fill() throws IOException {
        Path filler = folder.resolve("filler");
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] block = new byte[4_096];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            if (!e.getMessage().contains("No space left")) {
                throw e;
            }
        }
        return filler;
    }

    @Override
    public void close() throws IOException {
        run("umount", "-l", folder.toString());
    }

    private static int run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
