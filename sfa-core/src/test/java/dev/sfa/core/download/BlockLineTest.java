package dev.sfa.core.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class BlockLineTest {
    /** More than goes without threads, and more blocks than are on their way at once. */
    private static final byte[] MUCH = new byte[24 << 20];

    @Test
    void whateverAWorkerThrowsEndsTheTransfer() {
        CompletableFuture<Void> transfer = CompletableFuture.runAsync(() -> {
            try (BlockLine line = new BlockLine(
                    () -> {},
                    block -> {
                        if (block.offset() > MUCH.length / 2) {
                            throw new IllegalStateException("broken");
                        }
                    },
                    block -> {})) {
                putAll(line);
                line.drain();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(transfer)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(IllegalStateException.class)
                .withMessage("broken");
    }

    private static void putAll(BlockLine line) throws IOException {
        ReadableByteChannel in = new StreamChannel(new ByteArrayInputStream(MUCH));
        int at = 0;
        while (at < MUCH.length) {
            Block block = line.next(at);
            while (!block.isFull() && block.read(in) > 0) {
                assertThat(block.length()).isPositive();
            }
            at += block.length();
            line.put(block);
        }
    }
}
