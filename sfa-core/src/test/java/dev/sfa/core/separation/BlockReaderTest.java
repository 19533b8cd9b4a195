package dev.sfa.core.separation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.task.CancellationToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockReaderTest {
    /** Blocks of 40 s that share 5 s: a new one every 35 s, none shorter than 20 s unless it is the only one. */
    @ParameterizedTest
    @CsvSource({"3, 0-3", "40, 0-40", "54, 0-54", "55, '0-40,35-55'", "89, '0-40,35-89'", "90, '0-40,35-75,70-90'"})
    void cutsTheStream(int seconds, String expected) throws IOException {
        GeneratedStream stream = new GeneratedStream(1000, 1, seconds * 1000L, (c, i) -> i);
        BlockReader reader = new BlockReader(stream, 40, 5);
        List<String> blocks = new ArrayList<>();
        while (reader.next(new CancellationToken())) {
            Block block = reader.block();
            assertThat(block.sample(0, 0)).isEqualTo(reader.start());
            blocks.add(reader.start() / 1000 + "-" + (reader.start() + block.length()) / 1000);
        }
        assertThat(blocks).containsExactly(expected.split(","));
    }

    @Test
    void holdsNoMoreThanItMust() throws IOException {
        GeneratedStream stream = new GeneratedStream(44_100, 2, 3_600 * 44_100L, (c, i) -> 0);
        BlockReader reader = new BlockReader(stream, 40, 5);
        for (int i = 0; i < 4; i++) {
            reader.next(new CancellationToken());
        }
        assertThat(reader.room()).isLessThan(56 * 44_100);
    }
}
