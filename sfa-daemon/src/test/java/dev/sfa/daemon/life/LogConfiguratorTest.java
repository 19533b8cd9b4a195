package dev.sfa.daemon.life;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogConfiguratorTest {
    private static final int MEGABYTE = 1 << 20;

    private final LoggerContext context = new LoggerContext();

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        context.stop();
        System.clearProperty(LogConfigurator.FILE_PROPERTY);
    }

    @Test
    void theLogRollsAndKeepsFiveFilesOfTenMegabytes() throws Exception {
        Path log = folder.resolve("daemon.log");
        context.setMDCAdapter(new LogbackMDCAdapter());
        System.setProperty(LogConfigurator.FILE_PROPERTY, log.toString());
        new LogConfigurator().configure(context);
        Logger logger = context.getLogger("dev.sfa.Test");
        String line = "x".repeat(MEGABYTE / 4);
        for (int i = 0; i < 4 * 65; i++) {
            logger.info("line {} {}", i, line);
        }
        logger.info("the last one");
        logger.debug("not worth a line");
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder(
                            "daemon.log", "daemon.log.1", "daemon.log.2", "daemon.log.3", "daemon.log.4");
            for (Path file : all) {
                assertThat(Files.size(file)).isLessThan(11L * MEGABYTE);
            }
        }
        assertThat(Files.readString(log)).contains("INFO ", "the last one").doesNotContain("not worth");
        assertThat(Files.readString(folder.resolve("daemon.log.4"))).doesNotContain("line 0 ");
    }
}
