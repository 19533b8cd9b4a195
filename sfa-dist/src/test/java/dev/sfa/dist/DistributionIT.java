package dev.sfa.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sfa.dist.Installation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive, unpacked where a user might put it. */
class DistributionIT {
    private static final String VERSION = "sfa 0\\.\\d+\\.\\d+.*";

    @TempDir
    Path folder;

    @Test
    void runsFromAnyFolderThroughALinkAndWithSpacesInThePath() throws Exception {
        Path unpacked = unpack(Files.createDirectory(folder.resolve("my programs")));
        Path link = Files.createSymbolicLink(folder.resolve("first link"), unpacked.resolve("bin/sfa"));
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path second = Files.createSymbolicLink(bin.resolve("sfa"), Path.of("../first link"));
        for (Path program : new Path[] {unpacked.resolve("bin/sfa"), link, second}) {
            try (Installation sfa = Installation.of(program)) {
                Outcome version = sfa.runIn(Path.of("/"), "version");
                assertThat(version.exit()).as(version.stderr()).isZero();
                assertThat(version.lines().get(0)).matches(VERSION);
                assertThat(version.stderr()).isEmpty();
            }
        }
    }

    @Test
    void holdsWhatAUserNeeds() throws Exception {
        Path unpacked = unpack(folder);
        assertThat(unpacked.resolve("bin/sfa")).isExecutable();
        assertThat(unpacked.resolve("lib/sfa-cli.jar")).isRegularFile();
        assertThat(unpacked.resolve("lib/sfa-daemon.jar")).isRegularFile();
        assertThat(unpacked.resolve("completions")).isDirectory();
        assertThat(unpacked.resolve("man")).isDirectory();
        assertThat(unpacked.resolve("README.md")).isRegularFile();
        assertThat(unpacked.resolve("LICENSE")).isRegularFile();
    }

    @Test
    void thePackageHoldsEverythingInItsPlace() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/dpkg-deb")), "there is no dpkg-deb");
        Path target = Installation.distribution().getParent();
        Path deb;
        try (Stream<Path> files = Files.list(target)) {
            deb = files.filter(file -> file.toString().endsWith(".deb"))
                    .findFirst()
                    .orElseThrow();
        }
        assertThat(output("dpkg-deb", "-c", deb.toString()))
                .contains("./usr/lib/sfa/bin/sfa\n")
                .contains("./usr/lib/sfa/lib/sfa-cli.jar\n")
                .contains("./usr/lib/sfa/lib/build\n")
                .contains("./usr/bin/sfa -> ")
                .contains("./usr/share/man/man1/sfa.1\n")
                .contains("./usr/share/man/man1/sfa-batch.1\n")
                .contains("./usr/share/bash-completion/completions/sfa\n")
                .contains("./usr/share/zsh/vendor-completions/_sfa\n")
                .contains("./usr/share/fish/vendor_completions.d/sfa.fish\n")
                .contains("./usr/lib/systemd/user/sfa.service\n")
                .contains("./usr/share/doc/sfa/copyright\n");
        assertThat(output("dpkg-deb", "-f", deb.toString(), "Depends")).contains("java17-runtime-headless");
    }

    private static String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes());
    }

    @Test
    void saysSoWhereThereIsNoJava() throws Exception {
        Path tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : new String[] {"sh", "dirname", "readlink"}) {
            Path real = Stream.of("/bin", "/usr/bin")
                    .map(dir -> Path.of(dir, tool))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            Files.createSymbolicLink(tools.resolve(tool), real);
        }
        ProcessBuilder builder = new ProcessBuilder(
                Installation.distribution().resolve("bin/sfa").toString(), "version");
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(78);
        assertThat(new String(process.getErrorStream().readAllBytes()))
                .isEqualTo("sfa: there is no Java; install a JRE 17 or newer, or set JAVA_HOME.\n");
    }

    private static Path unpack(Path into) throws IOException, InterruptedException {
        String archive = System.getProperty("sfa.archive");
        Process tar = new ProcessBuilder("tar", "xzf", archive, "-C", into.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        try (Stream<Path> entries = Files.list(into)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("sfa-"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
