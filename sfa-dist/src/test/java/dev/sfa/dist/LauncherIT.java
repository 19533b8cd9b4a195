package dev.sfa.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of a checkout, over a checkout of nothing and a Maven that only notes that it was called. */
class LauncherIT {
    private static final Path LAUNCHER = Path.of("..", "sfa").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private Path checkout;
    private Path source;

    @BeforeEach
    void lay() throws IOException {
        checkout = Files.createDirectory(folder.resolve("a checkout"));
        Files.copy(LAUNCHER, checkout.resolve("sfa"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        source = checkout.resolve("sfa-core/src/Some.java");
        Files.createDirectories(source.getParent());
        Files.createDirectories(checkout.resolve("sfa-dist/src"));
        for (Path file : List.of(source, checkout.resolve("pom.xml"), checkout.resolve("sfa-core/pom.xml"))) {
            Files.writeString(file, "");
        }
        maven("mkdir -p sfa-dist/target/sfa-1/bin\n"
                + "printf '#!/bin/sh\\necho ran \"$@\"\\n' > sfa-dist/target/sfa-1/bin/sfa\n"
                + "chmod +x sfa-dist/target/sfa-1/bin/sfa\n");
    }

    @Test
    void buildsOnceAndAgainOnlyWhenASourceChanged() throws Exception {
        assertThat(run("demo", "a b")).containsExactly("ran demo a b");
        assertThat(run("version")).containsExactly("ran version");
        assertThat(builds()).isEqualTo(1);
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));
        assertThat(run("version")).containsExactly("ran version");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void saysWhyABuildFailed() throws Exception {
        maven("echo '[ERROR] no such artifact'\nexit 1\n");
        Process process = start();
        assertThat(process.exitValue()).isEqualTo(70);
        assertThat(new String(process.getErrorStream().readAllBytes()))
                .contains("no such artifact")
                .contains("the build failed");
        assertThat(checkout.resolve("sfa-dist/.building")).doesNotExist();
    }

    @Test
    void theInstalledOneReadsNamesThatAreNotAsciiUnderCronAndIsNotLedAstrayByCdpath() throws Exception {
        Path home = Files.createDirectories(folder.resolve("installed"));
        Files.createDirectories(home.resolve("bin"));
        Path launcher = Files.copy(
                Path.of("src/dist/bin/sfa"), home.resolve("bin/sfa"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        launcher.toFile().setExecutable(true);
        Path java = Files.createDirectories(folder.resolve("jre/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho \"locale ${LC_ALL-none}\"\nfor a; do echo \"$a\"; done\n");
        java.toFile().setExecutable(true);
        assertThat(installed(home, "LANG", "C"))
                .contains("locale C.UTF-8", "-Dsfa.charset=ASCII", "-Dsfa.home=" + home, "version");
        assertThat(installed(home, "LANG", "de_DE.utf8"))
                .contains("locale none", "-Dsfa.home=" + home)
                .doesNotContain("-Dsfa.charset=ASCII");
        assertThat(installed(home, "CDPATH", folder.resolve("installed").toString()))
                .contains("-Dsfa.home=" + home);
    }

    /** What a Java is called with that is none, and in which locale. */
    private List<String> installed(Path home, String variable, String value) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bin/sfa", "version").directory(home.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
        builder.environment().put("JAVA_HOME", folder.resolve("jre").toString());
        builder.environment().put(variable, value);
        Process process = builder.start();
        List<String> lines =
                new String(process.getInputStream().readAllBytes()).lines().toList();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return lines;
    }

    private void maven(String script) throws IOException {
        Path bin = folder.resolve("bin");
        Files.createDirectories(bin);
        Path maven = bin.resolve("mvn");
        Files.writeString(maven, "#!/bin/sh\necho build >> \"" + folder.resolve("builds") + "\"\n" + script);
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private int builds() throws IOException {
        return Files.readAllLines(folder.resolve("builds")).size();
    }

    private List<String> run(String... arguments) throws Exception {
        Process process = start(arguments);
        assertThat(process.exitValue()).isZero();
        return new String(process.getInputStream().readAllBytes()).lines().toList();
    }

    private Process start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(checkout.resolve("sfa").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process;
    }
}
