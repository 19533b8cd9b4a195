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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The program that makes the {@link StartArchive}; a second one that runs at the same time ends at once. */
final class ArchiveMaker {
    /** Runs a dozen commands, from whose classes the archive is made. */
    private static final String TRAINING = "dev.sfa.cli.Training";

    /** At low priority, on a machine that has much else to do, seconds become minutes. */
    private static final long PATIENCE_SECONDS = 1_200;

    private static final int KEPT = 4;
    private static final File NOTHING = new File("/dev/null");

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
                && Files.readAllLines(archive.note()).contains(StartArchive.vmVersion());
    }

    private void make() throws IOException, InterruptedException {
        Path made = archive.beside(".new");
        Path daemon = archive.beside("-daemon.new");
        Files.deleteIfExists(made);
        Files.deleteIfExists(daemon);
        boolean cache = StartArchive.hasCache();
        boolean well;
        if (cache) {
            Path record = archive.beside(".record");
            Path daemonRecord = archive.beside("-daemon.record");
            well = train(daemonRecord, List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + record))
                    && client(List.of("-XX:AOTMode=create", "-XX:AOTConfiguration=" + record, "-XX:AOTCache=" + made));
            if (appears(daemonRecord)) {
                List<String> command = new ArrayList<>(List.of(
                        archive.java(),
                        "-XX:AOTMode=create",
                        "-XX:AOTConfiguration=" + daemonRecord,
                        "-XX:AOTCache=" + daemon));
                command.addAll(DaemonProcess.program());
                run(new ProcessBuilder(command).redirectInput(NOTHING).redirectError(NOTHING));
            }
            Files.deleteIfExists(record);
            Files.deleteIfExists(daemonRecord);
        } else {
            well = train(daemon, List.of("-XX:ArchiveClassesAtExit=" + made));
        }
        if (appears(daemon)) {
            replace(daemon, archive.daemonFile());
        }
        well &= Files.isRegularFile(made);
        if (well) {
            replace(made, archive.file());
        }
        // A JVM that makes none is not asked again until it is another one.
        String option = well ? StartArchive.option() : "none";
        Path note = archive.beside(".note");
        Files.write(note, List.of(archive.java(), archive.home(), StartArchive.vmVersion(), option));
        replace(note, archive.note());
    }

    private static void replace(Path made, Path file) throws IOException {
        Files.move(made, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Runs the commands, and with them a daemon.
     *
     * @param daemon what that daemon writes when it ends
     */
    private boolean train(Path daemon, List<String> options) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(options);
        all.add("-D" + DaemonProcess.TRAINING + "=" + daemon);
        return client(all);
    }

    private boolean client(List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(archive.java()));
        command.addAll(options);
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        command.addAll(List.of("-Xlog:disable", "-Xlog:all=off", "-Dslf4j.internal.verbosity=ERROR"));
        command.addAll(List.of("-Dsfa.home=" + archive.home(), "-Dsfa.tty=", "-cp", archive.classPath(), TRAINING));
        File terminal = PseudoTerminal.open().orElse(NOTHING);
        ProcessBuilder commands =
                new ProcessBuilder(command).redirectInput(terminal).redirectError(terminal);
        commands.environment().put("TERM", "xterm-256color");
        return run(commands);
    }

    private static boolean run(ProcessBuilder program) throws IOException, InterruptedException {
        Process process = program.redirectOutput(NOTHING).start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }

    /** The daemon writes while it ends, which the command that ended it may not have waited for. */
    private static boolean appears(Path file) throws InterruptedException {
        for (ProcessHandle daemon : writers(file)) {
            try {
                daemon.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                return false;
            }
        }
        return Files.isRegularFile(file);
    }

    private static List<ProcessHandle> writers(Path file) {
        return ProcessHandle.allProcesses()
                .filter(process -> Stream.of(process.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.startsWith("-XX:") && argument.endsWith("=" + file)))
                .toList();
    }

    private static boolean belongs(Path file, String stem) {
        String name = file.getFileName().toString();
        return name.startsWith(stem + ".") || name.startsWith(stem + "-daemon");
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
            String stem = name.substring(0, name.length() - ".txt".length());
            try (Stream<Path> files = Files.list(note.getParent())) {
                for (Path file : files.filter(each -> belongs(each, stem)).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
