package dev.sfa.core.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
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
        try (PartFile part = new PartFile(folder.resolve(file), "it", Long.MAX_VALUE, true)) {
            assertThat(part.size()).isEqualTo(at);
            append(part, at, LONG);
            assertWhole(part.finish("it"));
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
    void whatComesSlowlyIsInTheFileSoonAfter() throws Exception {
        try (PartFile part = new PartFile(folder.resolve(file), "it", Long.MAX_VALUE)) {
            for (int at = 0; at < 10; at++) {
                append(part, at, at + 1);
                Thread.sleep(30);
            }
            assertThat(Files.size(folder.resolve(file))).isPositive();
        }
    }

    @Test
    void aFullDiskIsSaid() throws Exception {
        Path full = Path.of("/dev/full");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(full));
        try (InputStream in = new ByteArrayInputStream(bytes)) {
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
        InputStream in = new ByteArrayInputStream(bytes, from, to - from);
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
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }
}
