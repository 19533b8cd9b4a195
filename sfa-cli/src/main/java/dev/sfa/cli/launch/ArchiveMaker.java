package dev.sfa.cli.launch;

import dev.sfa.core.config.SfaPaths;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program that makes the {@link StartArchive}; a second one that runs at the same time ends at once. */
final class ArchiveMaker {
    /** Runs a dozen commands, from whose classes the archive is made. */
    private static final String TRAINING = "dev.sfa.cli.Training";

    private static final int FIRST_WITH_CACHE = 24;
    private static final long PATIENCE_SECONDS = 180;
    private static final int KEPT = 4;

    private final StartArchive archive;

    private ArchiveMaker(StartArchive archive) {
        this.archive = archive;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Optional<StartArchive> archive = StartArchive.own(SfaPaths.of(System.getenv()));
        if (archive.isPresent()) {
            new ArchiveMaker(archive.get()).run();
        }
    }

    private void run() throws IOException, InterruptedException {
        try (FileChannel channel =
                        FileChannel.open(archive.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null && !isNoted()) {
                make();
                removeOld();
            }
        }
    }

    /** Another maker may have been quicker. */
    private boolean isNoted() throws IOException {
        return Files.exists(archive.note())
                && Files.readAllLines(archive.note()).contains(vmVersion());
    }

    private void make() throws IOException, InterruptedException {
        Path made = archive.beside(".new");
        Files.deleteIfExists(made);
        boolean cache = Runtime.version().feature() >= FIRST_WITH_CACHE;
        boolean well;
        if (cache) {
            Path record = archive.beside(".record");
            well = java(List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + record), TRAINING)
                    && java(
                            List.of("-XX:AOTMode=create", "-XX:AOTConfiguration=" + record, "-XX:AOTCache=" + made),
                            TRAINING);
            Files.deleteIfExists(record);
        } else {
            well = java(List.of("-XX:ArchiveClassesAtExit=" + made), TRAINING);
        }
        well &= Files.isRegularFile(made);
        if (well) {
            Files.move(made, archive.file(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
        // A JVM that makes none is not asked again until it is another one.
        String option = !well ? "none" : cache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
        Path note = archive.beside(".note");
        Files.write(note, List.of(archive.java(), archive.home(), vmVersion(), option));
        Files.move(note, archive.note(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private boolean java(List<String> options, String program) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(archive.java()));
        command.addAll(options);
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        command.addAll(List.of("-Xlog:disable", "-Xlog:all=off", "-Dslf4j.internal.verbosity=ERROR"));
        command.addAll(List.of("-Dsfa.home=" + archive.home(), "-Dsfa.tty=", "-cp", archive.classPath(), program));
        Process process = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(archive.beside(".log").toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }

    private static String vmVersion() {
        return System.getProperty("java.vm.version");
    }

    /** Those of builds and Javas that are no more: the newest stay. */
    private void removeOld() throws IOException {
        List<Path> notes;
        try (Stream<Path> files = Files.list(archive.file().getParent())) {
            notes = files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted(Comparator.comparingLong(file -> -file.toFile().lastModified()))
                    .toList();
        }
        for (Path note : notes.subList(Math.min(KEPT, notes.size()), notes.size())) {
            String name = note.getFileName().toString();
            for (String suffix : new String[] {".txt", ".jsa", ".lock", ".log"}) {
                Files.deleteIfExists(note.resolveSibling(name.replaceAll("\\.txt$", suffix)));
            }
        }
    }
}
