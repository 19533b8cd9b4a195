package dev.sfa.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlacementTest {
    @TempDir
    Path folder;

    @Test
    void makesTheFoldersOnTheWay() throws IOException {
        Path placed = put(IfExists.fail, "new", folder.resolve("a/b/song.wav"));
        assertThat(placed).hasContent("new").isEqualTo(folder.resolve("a/b/song.wav"));
        assertThat(names(placed.getParent())).containsExactly("song.wav");
    }

    @Test
    void whatIsThereAlready() throws IOException {
        Path taken = Files.writeString(folder.resolve("song.wav"), "old");
        assertThat(put(IfExists.skip, "new", taken)).isEqualTo(taken).hasContent("old");
        assertThatThrownBy(() -> put(IfExists.fail, "new", taken))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANNOT_WRITE))
                .hasMessageContaining("is there already");
        assertThat(put(IfExists.rename, "new", taken))
                .isEqualTo(folder.resolve("song (2).wav"))
                .hasContent("new");
        assertThat(put(IfExists.rename, "newer", taken)).isEqualTo(folder.resolve("song (3).wav"));
        assertThat(taken).hasContent("old");
        assertThat(put(IfExists.overwrite, "newest", taken)).isEqualTo(taken).hasContent("newest");
        assertThat(names(folder)).containsExactlyInAnyOrder("song.wav", "song (2).wav", "song (3).wav");
    }

    @Test
    void twentyAtOnceGetTwentyNames() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(20);
        try {
            List<Future<Path>> futures = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String content = "content " + i;
                futures.add(pool.submit(() -> put(IfExists.rename, content, folder.resolve("song.wav"))));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(futures.get(i).get()).hasContent("content " + i);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(names(folder)).hasSize(20);
    }

    @Test
    void aCopyThatBreaksLeavesNothing() throws IOException {
        Path target = folder.resolve("song.wav");
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("No space left on device");
            }
        };
        assertThatThrownBy(() -> new Placement(IfExists.overwrite, new Claims()).write(broken::transferTo, target))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANNOT_WRITE))
                .hasMessageContaining("song.wav")
                .hasMessageContaining("No space left");
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void aFolderOfThatNameIsNotReplaced() throws IOException {
        Path target = Files.createDirectory(folder.resolve("song.wav"));
        for (IfExists way : List.of(IfExists.overwrite, IfExists.rename, IfExists.fail)) {
            assertThatThrownBy(() -> put(way, "new", target))
                    .isInstanceOfSatisfying(
                            SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANNOT_WRITE));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = IfExists.class,
            names = {"skip", "overwrite", "rename"})
    void twoOfOneNameInOneRunAreTwoFilesAndTheSameTwiceIsOne(IfExists how) throws IOException {
        Path one =
                Files.writeString(Files.createDirectories(folder.resolve("cd1")).resolve("Intro.wav"), "one");
        Path two =
                Files.writeString(Files.createDirectories(folder.resolve("cd2")).resolve("Intro.wav"), "two");
        Path target = folder.resolve("out/Intro.wav");
        for (int run = 0; run < (how == IfExists.rename ? 1 : 2); run++) {
            Placement placement = new Placement(how, new Claims());
            assertThat(placement.copy(one, target)).isEqualTo(target).hasContent("one");
            assertThat(placement.copy(two, target))
                    .isEqualTo(target.resolveSibling("Intro (2).wav"))
                    .hasContent("two");
            if (how != IfExists.rename) {
                assertThat(placement.copy(one, target)).isEqualTo(target).hasContent("one");
            }
        }
        assertThat(names(folder.resolve("out"))).containsExactlyInAnyOrder("Intro.wav", "Intro (2).wav");
    }

    @Test
    void theSecondOfOneNameFailsWhereNothingMayBeThere() {
        Placement placement = new Placement(IfExists.fail, new Claims());
        Path target = folder.resolve("song.wav");
        placement.write(out -> out.write('1'), target);
        assertThatThrownBy(() -> placement.write(out -> out.write('2'), target))
                .isInstanceOf(SfaException.class)
                .hasMessageContaining("is there already");
    }

    @Test
    void aLinkStaysAndWhatItLeadsToIsWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("song.wav"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.wav"), Path.of("song.wav"));
        assertThat(put(IfExists.overwrite, "new", link)).isEqualTo(file);
        assertThat(file).hasContent("new");
        assertThat(link).isSymbolicLink();
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling.wav"), Path.of("later/song.wav"));
        assertThat(put(IfExists.fail, "new", dangling))
                .isEqualTo(folder.resolve("later/song.wav"))
                .hasContent("new");
        Path round = Files.createSymbolicLink(folder.resolve("round.wav"), Path.of("round.wav"));
        assertThatThrownBy(() -> put(IfExists.overwrite, "new", round))
                .isInstanceOf(SfaException.class)
                .hasMessageContaining("symbolic links");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aPipeTakesTheBytesAndStays() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readString(pipe);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(put(IfExists.overwrite, "new", pipe)).isEqualTo(pipe);
        assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo("new");
        assertThat(names(folder)).containsExactly("pipe");
    }

    private static Path put(IfExists ifExists, String content, Path target) {
        return new Placement(ifExists, new Claims())
                .write(out -> out.write(content.getBytes(StandardCharsets.UTF_8)), target);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
