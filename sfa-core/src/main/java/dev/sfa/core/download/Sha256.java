package dev.sfa.core.download;

import dev.sfa.core.task.CancellationToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash that names content (FIPS 180-4), 64 hexadecimal digits in lower case. */
public final class Sha256 {
    private static final int BLOCK_BYTES = 1 << 16;

    private Sha256() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    public static String of(Path file) throws IOException {
        return of(file, new CancellationToken());
    }

    /** @throws dev.sfa.core.task.CancelledException when cancelled */
    public static String of(Path file, CancellationToken cancellation) throws IOException {
        MessageDigest digest = digest();
        update(digest, file, cancellation);
        return hex(digest);
    }

    /** Adds all bytes of the file. */
    static void update(MessageDigest digest, Path file) throws IOException {
        update(digest, file, new CancellationToken());
    }

    private static void update(MessageDigest digest, Path file, CancellationToken cancellation) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] block = new byte[BLOCK_BYTES];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                cancellation.throwIfCancelled();
                digest.update(block, 0, n);
            }
        }
    }
}
