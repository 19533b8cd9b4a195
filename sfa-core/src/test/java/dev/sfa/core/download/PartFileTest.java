package dev.sfa.core.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PartFileTest {
    /** More than what goes through the system's cache, and no whole number of blocks. */
    private static final int LONG = (70 << 20) + 1234;

    @TempDir
    Path folder;

    private final byte[] bytes = new byte[LONG];
    private final Path file = Path.of("download.part");

    PartFileTest() {
        new Random(1).nextBytes(bytes);
    }

    @Test
    void aLongFileIsWrittenAndHashedToTheByte() throws Exception {
        try (PartFile part = new PartFile(folder.resolve(file), "it", Long.MAX_VALUE)) {
            append(part, 0, LONG);
            assertWhole(part.finish("it"));
        }
    }

    @Test
    void goesOnAtAnyByte() throws Exception {
        int at = (66 << 20) + 77;
        try (PartFile part = new PartFile(folder.resolve(file), "it", Long.MAX_VALUE)) {
            append(part, 0, at);
        }
        assertThat(folder.resolve(file)).hasSize(at);
        try (PartFile part = new PartFile(folder.resolve(file), "it", Long.MAX_VALUE, Long.MAX_VALUE, true)) {
            assertThat(part.size()).isEqualTo(at);
            append(part, at, LONG);
            assertWhole(part.finish("it"));
        }
    }

    @Test
    void aFileThatIsTooLongIsWrittenAndNotHashed() throws Exception {
        int at = 9 << 20;
        try (PartFile part = new PartFile(folder.resolve(file), "it", Long.MAX_VALUE, at, false)) {
            append(part, 0, at + 1);
            assertThat(part.finish("it").sha256()).isEmpty();
        }
        try (PartFile part = new PartFile(folder.resolve(file), "it", Long.MAX_VALUE, at, true)) {
            append(part, at + 1, at + 2);
            assertThat(part.finish("it").sha256()).isEmpty();
            // What the server has now is shorter.
            part.restart();
            append(part, 0, at);
            assertThat(part.finish("it").sha256()).contains(Sha256.of(folder.resolve(file)));
        }
    }

    @Test
    void startsAgainAfterMuchHasCome() throws Exception {
        try (PartFile part = new PartFile(folder.resolve(file), "it", Long.MAX_VALUE)) {
            append(part, 5, 66 << 20);
            part.restart();
            append(part, 0, LONG);
            assertWhole(part.finish("it"));
        }
    }

    @Test
    void whatHasComeIsInTheFileWhileNothingMoreComes() throws Exception {
        for (int length : new int[] {300_000, (65 << 20) + 78}) {
            try (PartFile part = new PartFile(folder.resolve(file), "it", Long.MAX_VALUE)) {
                append(part, 0, length);
                await().until(() -> Files.size(folder.resolve(file)) == length);
                append(part, length, LONG);
                assertWhole(part.finish("it"));
            }
            Files.delete(folder.resolve(file));
        }
    }

    @Test
    void tellsHowMuchIsOnTheDisk() throws Exception {
        try (PartFile part = new PartFile(folder.resolve(file), "it", Long.MAX_VALUE)) {
            assertThat(part.synced()).isZero();
            append(part, 0, 40 << 20);
            await().until(() -> part.synced() >= 32 << 20);
            assertThat(part.synced()).isLessThanOrEqualTo(part.size());
            part.restart();
            assertThat(part.synced()).isZero();
        }
    }

    @Test
    void aFullDiskIsSaid() throws Exception {
        Path full = Path.of("/dev/full");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(full));
        try (ReadableByteChannel in = Channels.newChannel(new ByteArrayInputStream(bytes))) {
            assertThatThrownBy(() -> {
                        try (PartFile part = new PartFile(full, "it", Long.MAX_VALUE)) {
                            while (part.append(in) >= 0) {
                                assertThat(part.size()).isPositive();
                            }
                            part.finish("it");
                        }
                    })
                    .hasMessageContaining("cannot be written to");
        }
    }

    private void append(PartFile part, int from, int to) throws IOException {
        ReadableByteChannel in = Channels.newChannel(new ByteArrayInputStream(bytes, from, to - from));
        while (part.append(in) >= 0) {
            assertThat(part.size()).isPositive();
        }
    }

    private void assertWhole(Fetched fetched) throws Exception {
        assertThat(fetched.size()).isEqualTo(LONG);
        byte[] written = Files.readAllBytes(folder.resolve(file));
        // Not by AssertJ: it would print them.
        assertThat(Arrays.equals(written, bytes)).isTrue();
        assertThat(fetched.sha256())
                .contains(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }
}
