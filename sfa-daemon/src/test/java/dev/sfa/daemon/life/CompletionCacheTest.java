package dev.sfa.daemon.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.daemon.life.CompletionCache.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCacheTest {
    @TempDir
    Path folder;

    @Test
    void writesALineEachAndOnceForManyChanges() {
        Path file = folder.resolve("cache/completion");
        AtomicInteger asked = new AtomicInteger();
        try (CompletionCache cache = new CompletionCache(file, () -> {
            asked.incrementAndGet();
            return List.of(
                    new Entry("job", "aaaa", "separate"),
                    new Entry("track", "bbbb", "A\ttitle\nwith signs " + "x".repeat(100)),
                    new Entry("model", "dsp", null));
        })) {
            for (int i = 0; i < 100; i++) {
                cache.changed();
            }
            await().until(() -> Files.exists(file));
            assertThat(file)
                    .hasContent("job\taaaa\tseparate\ntrack\tbbbb\t"
                            + ("A title with signs " + "x".repeat(100)).substring(0, 60) + "\nmodel\tdsp\t\n");
            assertThat(asked).hasValue(1);
            cache.changed();
            await().until(() -> asked.get() == 2);
        }
    }
}
