package dev.sfa.core.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfinishedTest {
    @TempDir
    Path folder;

    /** Begins a file and a folder with something in it, and waits to be ended. */
    static final class Working {
        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            Unfinished.at(folder.resolve("file"));
            Files.writeString(folder.resolve("file"), "half");
            Unfinished.at(folder.resolve("work"));
            Files.writeString(Files.createDirectory(folder.resolve("work")).resolve("copy"), "half");
            System.out.println("ready");
            System.in.read();
        }
    }

    @Test
    void nothingIsLeftWhenItIsClosed() throws IOException {
        try (Unfinished file = Unfinished.at(folder.resolve("file"))) {
            Files.writeString(file.path(), "half");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void nothingIsLeftOfAProgramThatIsToldToGo() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Working.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("ready");
        assertThat(folder).isNotEmptyDirectory();
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(folder).isEmptyDirectory();
    }
}
