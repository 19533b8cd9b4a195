package dev.sfa.core.download;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The pair that Spotify gives an application. Read from a file that only its owner may read. */
record SpotifyCredentials(String clientId, String clientSecret) {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    /**
     * Reads {@code client_id = "…"} and {@code client_secret = "…"}.
     *
     * @throws SfaException UNAUTHORIZED when there is no such file or others may read it; CONFIG when it lacks one of them
     */
    static SpotifyCredentials read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new SfaException(
                    ErrorCode.UNAUTHORIZED,
                    "Spotify asks who we are: put client_id and client_secret, from developer.spotify.com, into " + file
                            + " (mode 600).");
        }
        try {
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                    && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw new SfaException(ErrorCode.UNAUTHORIZED, file + " may be read by others; run chmod 600 on it.");
            }
            Map<?, ?> values = new TomlMapper().readValue(Files.readString(file), Map.class);
            if (values.get("client_id") instanceof String id
                    && values.get("client_secret") instanceof String secret
                    && !id.isBlank()
                    && !secret.isBlank()) {
                return new SpotifyCredentials(id.strip(), secret.strip());
            }
            throw new SfaException(
                    ErrorCode.CONFIG, file + " lacks client_id = \"…\" or client_secret = \"…\"; add them.");
        } catch (JsonProcessingException e) {
            // Its message quotes the file, which holds a secret.
            throw new SfaException(ErrorCode.CONFIG, file + " is not valid TOML; correct it.");
        } catch (IOException e) {
            throw new SfaException(ErrorCode.UNAUTHORIZED, file + " cannot be read (" + e.getMessage() + ").", e);
        }
    }

    @Override
    public String toString() {
        return "SpotifyCredentials[" + clientId + "]";
    }
}
