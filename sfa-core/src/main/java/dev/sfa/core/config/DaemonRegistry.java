package dev.sfa.core.config;

import dev.sfa.core.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The file beside the daemon's lock that says who runs and where: written (0600, renamed into place) when the port
 * is open, removed at the end. It is a hint; the truth is the lock.
 *
 * @param pid process id
 * @param started when the process started
 * @param version build of the daemon
 * @param protocolMin oldest client protocol it serves
 * @param protocolMax newest client protocol it serves
 * @param url base URL, for example {@code http://127.0.0.1:4000}
 * @param tokenFile file of the local token
 * @param startedBy {@code auto}, {@code start} or {@code run}
 */
public record DaemonRegistry(
        long pid,
        Instant started,
        String version,
        int protocolMin,
        int protocolMax,
        String url,
        Path tokenFile,
        String startedBy) {

    /** Reads the registry; empty when there is none or it cannot be understood. */
    public static Optional<DaemonRegistry> read(Path file) throws IOException {
        try {
            Map<String, Object> json = Json.parseObject(Files.readString(file));
            return Optional.of(new DaemonRegistry(
                    ((Number) json.get("pid")).longValue(),
                    Instant.parse((String) json.get("started")),
                    (String) json.get("version"),
                    ((Number) json.get("protocol_min")).intValue(),
                    ((Number) json.get("protocol_max")).intValue(),
                    (String) json.get("url"),
                    Path.of((String) json.get("token_file")),
                    (String) json.get("started_by")));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Writes the registry aside, readable by the user only, and renames it into place. */
    public void write(Path file) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pid", pid);
        json.put("started", started.toString());
        json.put("version", version);
        json.put("protocol_min", protocolMin);
        json.put("protocol_max", protocolMax);
        json.put("url", url);
        json.put("token_file", tokenFile.toString());
        json.put("started_by", startedBy);
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(aside);
        Files.createFile(aside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(aside, Json.write(json) + "\n");
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
