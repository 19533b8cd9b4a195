package dev.sfa.cli.launch;

import dev.sfa.core.config.SfaPaths;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The class-data archive from which the JVM takes the classes of sfa ready-made: made once for each build and Java, in
 * the background, after the first command. The launcher finds it by the note beside it (the Java, the folder of the
 * distribution, the version of the JVM, the JVM's option; a line each) and tells what it found in system properties.
 *
 * @param java the program that the launcher runs
 * @param home the folder of the distribution
 * @param file the archive
 */
public record StartArchive(String java, String home, Path file) {
    /** The JVM's version as the note says it; {@code none} if there is no note. Without it, no archive is wanted. */
    private static final String FOUND = "sfa.archive";

    private static final int FIRST_WITH_CACHE = 24;

    private static final String PROGRAM = "dev.sfa.cli.launch.ArchiveMaker";

    /** That of this process; empty when it was not started by the launcher of a distribution. */
    static Optional<StartArchive> own(SfaPaths paths) {
        String java = System.getProperty("sfa.java", "");
        String home = System.getProperty("sfa.home", "");
        String build = System.getProperty("sfa.build", "");
        if (java.isEmpty() || home.isEmpty() || build.isEmpty()) {
            return Optional.empty();
        }
        String place = Integer.toHexString((java + '\n' + home).hashCode());
        return Optional.of(
                new StartArchive(java, home, paths.cache().resolve("start").resolve(build + "-" + place + ".jsa")));
    }

    /** Has the archive made, in the background, unless there is one or it was tried. Never fails. */
    public static void makeIfMissing(SfaPaths paths, Map<String, String> env) {
        String found = System.getProperty(FOUND);
        if (found == null || found.equals(vmVersion())) {
            return;
        }
        try {
            Optional<StartArchive> archive = own(paths);
            if (archive.isPresent()) {
                Files.createDirectories(archive.get().file().getParent());
                archive.get().startMaker(env);
            }
        } catch (IOException | RuntimeException e) {
            // The cache cannot be written: the program starts as slowly as it did.
        }
    }

    private void startMaker(Map<String, String> env) throws IOException {
        List<String> command = new ArrayList<>();
        for (String aside : new String[] {"/usr/bin/setsid", "/usr/bin/nice"}) {
            if (Files.isExecutable(Path.of(aside))) {
                command.add(aside);
            }
        }
        command.addAll(List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        for (String property : new String[] {"sfa.home", "sfa.java", "sfa.build"}) {
            command.add("-D" + property + "=" + System.getProperty(property));
        }
        command.addAll(List.of("-cp", classPath(), PROGRAM));
        ProcessBuilder maker = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"));
        maker.environment().clear();
        maker.environment().putAll(env);
        maker.start();
    }

    /** As the launcher gives it: the JVM accepts an archive for the same class path only. */
    String classPath() {
        return home + "/lib/sfa-cli.jar";
    }

    /** Those of the daemon: its classes, for this JVM. */
    static Optional<Path> ofDaemon(SfaPaths paths) {
        return own(paths).map(StartArchive::daemonFile);
    }

    Path daemonFile() {
        return beside("-daemon-" + Integer.toHexString(vmVersion().hashCode()) + ".jsa");
    }

    /** The option with which this JVM takes its classes from such an archive. */
    static String option() {
        return hasCache() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
    }

    /** JDK 24 and newer make a cache (JEP 483) in place of a class-data archive, in two steps. */
    static boolean hasCache() {
        return Runtime.version().feature() >= FIRST_WITH_CACHE;
    }

    static String vmVersion() {
        return System.getProperty("java.vm.version");
    }

    Path note() {
        return beside(".txt");
    }

    Path lock() {
        return beside(".lock");
    }

    Path beside(String suffix) {
        return file.resolveSibling(file.getFileName().toString().replaceAll("\\.jsa$", suffix));
    }
}
