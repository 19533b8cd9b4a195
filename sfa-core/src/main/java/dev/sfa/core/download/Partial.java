package dev.sfa.core.download;

import dev.sfa.core.protocol.Json;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A file on its way, and beside it from where the transfer could go on. What remains of it when it is closed is decided by
 * {@link #keep()} and {@link #deliver}; a process that is killed leaves both files, and the next one goes on with them.
 */
final class Partial implements Closeable {
    private final Path file;
    /** Null when nothing is to outlive the process. */
    private final Path state;

    private final Runnable release;
    private Optional<Checkpoint> checkpoint = Optional.empty();
    private long synced;
    private boolean kept;

    private Partial(Path file, Path state, Runnable release) {
        this.file = file;
        this.state = state;
        this.release = release;
    }

    /** One that ends with the process. */
    static Partial passing(Path file) {
        return new Partial(file, null, () -> {});
    }

    /**
     * One that goes on with what an earlier process left.
     *
     * @param release runs when it is closed
     */
    static Partial lasting(Path file, Path state, Runnable release) {
        Partial partial = new Partial(file, state, release);
        partial.checkpoint = partial.read();
        return partial;
    }

    private Optional<Checkpoint> read() {
        try {
            if (Files.isRegularFile(file) && Files.isRegularFile(state)) {
                Map<String, Object> json = Json.parseObject(Files.readString(state));
                if (json.get("validator") instanceof String validator
                        && json.get("total") instanceof Number total
                        && (total.longValue() < 0 || Files.size(file) <= total.longValue())) {
                    Optional<Checkpoint> found = Optional.of(new Checkpoint(validator, total.longValue()));
                    synced = json.get("synced") instanceof Number bytes ? bytes.longValue() : 0;
                    if (!Boot.id().equals(json.get("boot"))) {
                        cut();
                        save(found);
                    }
                    return found;
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            // Unreadable is as good as not there.
        }
        return Optional.empty();
    }

    /** The machine has started again since: of the rest there may be no more than the length. */
    private void cut() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(Math.min(synced, channel.size()));
        }
    }

    Path file() {
        return file;
    }

    Optional<Checkpoint> checkpoint() {
        return checkpoint;
    }

    /** @param now empty when the transfer could only start again */
    void begin(Optional<Checkpoint> now) {
        synced = 0;
        save(now);
    }

    /** So many of the first bytes are on the disk. */
    void synced(long bytes) {
        if (bytes > synced) {
            synced = bytes;
            save(checkpoint);
        }
    }

    private void save(Optional<Checkpoint> now) {
        checkpoint = now;
        if (state == null) {
            return;
        }
        try {
            if (now.isEmpty()) {
                Files.deleteIfExists(state);
            } else {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("validator", now.get().validator());
                json.put("total", now.get().total());
                json.put("boot", Boot.id());
                json.put("synced", synced);
                // Never half of it: a process may be killed at any time.
                Path aside = state.resolveSibling(state.getFileName() + ".new");
                Files.writeString(aside, Json.write(json));
                Files.move(aside, state, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            // Then the next process starts again; this one goes on.
        }
    }

    /** Lets the files stay, if a later transfer can use them. */
    void keep() {
        kept = state != null && checkpoint.isPresent();
    }

    /** Hands the whole file over, forced to the disk as it is. */
    void deliver(Path target) throws IOException {
        if (file.equals(target)) {
            return;
        }
        try {
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            // To another file system it is a copy, which nobody has forced to the disk yet.
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel copy = FileChannel.open(target, StandardOpenOption.WRITE)) {
                copy.force(true);
            }
            Files.delete(file);
        }
    }

    @Override
    public void close() {
        try {
            if (!kept && state != null) {
                Files.deleteIfExists(state);
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // It is swept some days later.
        } finally {
            release.run();
        }
    }
}
