package dev.sfa.core.download;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder of interrupted transfers, by address. Old ones are swept. */
final class Partials {
    private static final Duration KEPT = Duration.ofDays(3);

    private final Optional<Path> folder;

    /** @param folder empty when no transfer is to outlive the process */
    Partials(Optional<Path> folder) {
        this.folder = folder;
        folder.ifPresent(Partials::sweep);
    }

    /**
     * The one of an address. Of two transfers from one address at once, in whatever processes, one goes on with what is there
     * and the other starts by itself.
     *
     * @param otherwise the file to write when the transfer is not to outlive the process
     */
    Partial of(HttpAddress address, Path otherwise) {
        if (folder.isEmpty()) {
            return Partial.passing(otherwise);
        }
        Path kept = folder.get();
        sweep(kept);
        String key = key(address);
        try {
            Files.createDirectories(kept);
            return TransferLocks.take(kept.resolveSibling(kept.getFileName() + ".lock"), key)
                    .map(lock -> Partial.lasting(
                            kept.resolve(key + ".part"),
                            kept.resolve(key + ".json"),
                            () -> TransferLocks.release(lock)))
                    .orElseGet(() -> Partial.passing(otherwise));
        } catch (IOException e) {
            return Partial.passing(otherwise);
        }
    }

    private static String key(HttpAddress address) {
        MessageDigest digest = Sha256.digest();
        digest.update(address.uri().toString().getBytes(StandardCharsets.UTF_8));
        digest.update(address.authorization().orElse("").getBytes(StandardCharsets.UTF_8));
        return Sha256.hex(digest).substring(0, 32);
    }

    private static void sweep(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Instant oldest = Instant.now().minus(KEPT);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            // They are swept the next time.
        }
    }
}
