package dev.sfa.core.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.core.audio.FfmpegTools.Origin;
import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegLocatorTest {
    @TempDir
    Path folder;

    @Test
    void bundledProgramsRunAndSayNothingOnStderr() throws Exception {
        FfmpegTools tools = BundledTools.get();
        assertThat(tools.origin()).isEqualTo(Origin.BUNDLED);
        for (Path program : List.of(tools.ffmpeg(), tools.ffprobe())) {
            Process process =
                    tools.process(List.of(program.toString(), "-version")).start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(err).isZero();
            assertThat(out).contains(" version " + tools.version());
            assertThat(err).isEmpty();
        }
    }

    @Test
    void twoAtOnceUnpackOnce() throws Exception {
        SfaPaths paths = SfaPaths.under(folder);
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            Callable<FfmpegTools> locate = () -> new FfmpegLocator(Settings.none(), paths, Map.of()).locate();
            List<Future<FfmpegTools>> found = executor.invokeAll(List.of(locate, locate));
            assertThat(found.get(0).get()).isEqualTo(found.get(1).get());
        } finally {
            executor.shutdownNow();
        }
        try (Stream<Path> unpacked = Files.list(paths.cache())) {
            assertThat(unpacked.filter(Files::isDirectory)).hasSize(1);
        }
    }

    @Test
    void theRestOfAnInterruptedUnpackingIsReplaced() throws Exception {
        SfaPaths paths = SfaPaths.under(folder);
        Path rest = paths.cache().resolve("ffmpeg.unpacking");
        Files.createDirectories(rest.resolve("stubs"));
        Files.writeString(rest.resolve("ffmpeg"), "half of it");
        assertThat(new FfmpegLocator(Settings.none(), paths, Map.of()).locate().origin())
                .isEqualTo(Origin.BUNDLED);
        assertThat(rest).doesNotExist();
    }

    @Test
    void filesThatAPowerCutEmptiedAreUnpackedAnew() throws Exception {
        FfmpegLocator locator = new FfmpegLocator(Settings.none(), SfaPaths.under(folder), Map.of());
        FfmpegTools tools = locator.locate();
        Files.write(tools.ffprobe(), new byte[0]);
        assertThat(locator.locate()).isEqualTo(tools);
        assertThat(tools.ffprobe()).isNotEmptyFile();
        try (Stream<Path> kept = Files.list(SfaPaths.under(folder).cache())) {
            assertThat(kept.filter(Files::isDirectory)).hasSize(1);
        }
    }

    @Test
    void programsOnThePathComeBeforeTheBundledOnes() throws IOException {
        Path ffmpeg = script("ffmpeg", "echo ffmpeg version 9.9-path");
        script("ffprobe", "echo ffprobe version 9.9-path");
        FfmpegTools tools = new FfmpegLocator(
                        Settings.none(), SfaPaths.under(folder), Map.of("PATH", "/nowhere:" + folder))
                .locate();
        assertThat(tools.origin()).isEqualTo(Origin.PATH);
        assertThat(tools.ffmpeg()).isEqualTo(ffmpeg);
        assertThat(tools.version()).isEqualTo("9.9-path");
    }

    @Test
    void aBrokenProgramOnThePathIsPassedOver() throws IOException {
        script("ffmpeg", "exit 127");
        script("ffprobe", "exit 127");
        assertThat(new FfmpegLocator(
                                Settings.none(),
                                SfaPaths.under(Path.of("target", "test-home").toAbsolutePath()),
                                Map.of("PATH", folder.toString()))
                        .locate()
                        .origin())
                .isEqualTo(Origin.BUNDLED);
    }

    @Test
    void aProgramInTheSettingsThatDoesNotRunIsAnError() {
        Path missing = folder.resolve("ffmpeg");
        Settings settings = Settings.load(SfaPaths.under(folder), Map.of("SFA_TOOLS_FFMPEG", missing.toString()));
        assertThatThrownBy(() -> new FfmpegLocator(settings, SfaPaths.under(folder), Map.of()).locate())
                .isInstanceOfSatisfying(SfaException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.CONFIG);
                    assertThat(e).hasMessageContaining(missing.toString()).hasMessageContaining("tools.ffmpeg");
                });
    }

    private Path script(String name, String line) throws IOException {
        Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }
}
