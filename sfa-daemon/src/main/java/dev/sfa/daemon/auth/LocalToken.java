package dev.sfa.daemon.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** The token of the programs that run as the daemon's own user: in a file that nobody else may read. */
public final class LocalToken {
    private static final int SECRET_BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private LocalToken() {}

    /** The token in {@code file}; made at the first call. Its permissions are put right if they have become wider. */
    public static String readOrCreate(Path file) throws IOException {
        try {
            String token = Files.readString(file).strip();
            if (!token.isEmpty()) {
                restrict(file);
                return token;
            }
        } catch (NoSuchFileException e) {
            // The first start.
        }
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        String token = "sfa_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        write(file, token);
        return token;
    }

    private static void write(Path file, String token) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(aside);
        if (isPosix(file)) {
            Files.createFile(aside, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        }
        Files.write(aside, (token + "\n").getBytes(StandardCharsets.US_ASCII));
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void restrict(Path file) throws IOException {
        if (isPosix(file) && !Files.getPosixFilePermissions(file).equals(OWNER_ONLY)) {
            Files.setPosixFilePermissions(file, OWNER_ONLY);
        }
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
