package dev.sfa.daemon.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThroughputTest {
    @TempDir
    Path home;

    @Test
    void noOps() {
        try (Bench bench = new Bench(home, Bench.all(context -> {
                    context.progress().progress(0.5, "half");
                    return JobOutcome.of("t", Map.of());
                }))
                .started()) {
            for (int round = 0; round < 3; round++) {
                long start = System.nanoTime();
                for (int i = 0; i < 500; i++) {
                    bench.download("http://x/" + round + "/" + i);
                }
                long submitted = System.nanoTime();
                await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10)).until(bench.jobs::isIdle);
                long end = System.nanoTime();
                System.out.printf("ROUND %d submit %.0f/s total %.0f/s%n", round, 500e9 / (submitted - start), 500e9 / (end - start));
            }
        }
        assertThat(true).isTrue();
    }
}
