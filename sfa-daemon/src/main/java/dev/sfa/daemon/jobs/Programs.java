package dev.sfa.daemon.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The external programs that runs have started, each with a file (its process number; in it when it began) while it
 * lives: what a daemon that died has left running is ended by the next one.
 */
final class Programs {
    private static final Logger LOG = LoggerFactory.getLogger(Programs.class);

    /** The system counts the start of processes from when it was booted, which it tells by the second. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final Path folder;

    Programs(Path folder) {
        this.folder = folder;
    }

    /** Notes a program until it ends. */
    void started(ProcessHandle program) {
        Path note = folder.resolve(Long.toString(program.pid()));
        try {
            Files.createDirectories(folder);
            Files.writeString(note, begin(program).toString());
        } catch (IOException e) {
            LOG.warn("cannot note the process {}", program.pid(), e);
        }
        program.onExit().thenRun(() -> delete(note));
    }

    /** Ends those of an earlier daemon, with what they have started, and forgets them. */
    void endLeftovers() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> notes = Files.list(folder)) {
            notes.forEach(note -> {
                end(note);
                delete(note);
            });
        } catch (IOException e) {
            LOG.warn("cannot read {}", folder, e);
        }
    }

    private static void end(Path note) {
        try {
            Instant noted = Instant.parse(Files.readString(note));
            ProcessHandle.of(Long.parseLong(note.getFileName().toString()))
                    .filter(program ->
                            Duration.between(noted, begin(program)).abs().compareTo(TOLERANCE) < 0)
                    .ifPresent(program -> {
                        LOG.info("ending the process {}, which an earlier daemon left", program.pid());
                        List<ProcessHandle> descendants = program.descendants().toList();
                        program.destroyForcibly();
                        descendants.forEach(ProcessHandle::destroyForcibly);
                    });
        } catch (IOException | RuntimeException e) {
            LOG.warn("cannot read {}", note, e);
        }
    }

    /** Another process may have got the number since. */
    private static Instant begin(ProcessHandle program) {
        return program.info().startInstant().orElse(Instant.EPOCH);
    }

    private static void delete(Path note) {
        try {
            Files.deleteIfExists(note);
        } catch (IOException e) {
            LOG.warn("cannot remove {}", note, e);
        }
    }
}
