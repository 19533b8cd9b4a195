package dev.sfa.core.separation.external;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** The license key that LALAL.AI gives its customers. Read from a file that only its owner may read. */
record LalalaiKey(String text) {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    /** @throws SfaException (UNAUTHORIZED) when there is no such file, others may read it, or it holds no key */
    static LalalaiKey read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new SfaException(
                    ErrorCode.UNAUTHORIZED,
                    "LALAL.AI asks for a license key: put the one of your profile at www.lalal.ai into " + file
                            + " (mode 600).");
        }
        try {
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                    && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw new SfaException(ErrorCode.UNAUTHORIZED, file + " may be read by others; run chmod 600 on it.");
            }
            String key = Files.readString(file).strip();
            if (!key.matches("[\\x21-\\x7e]{4,200}")) {
                throw new SfaException(
                        ErrorCode.UNAUTHORIZED, file + " does not hold one license key and nothing else; correct it.");
            }
            return new LalalaiKey(key);
        } catch (IOException e) {
            throw new SfaException(ErrorCode.UNAUTHORIZED, file + " cannot be read (" + e.getMessage() + ").", e);
        }
    }

    @Override
    public String toString() {
        return "LalalaiKey";
    }
}
