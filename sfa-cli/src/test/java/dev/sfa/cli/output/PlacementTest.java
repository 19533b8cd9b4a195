package dev.sfa.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        assertThatThrownBy(() -> new Placement(IfExists.overwrite).put(() -> broken, target))
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

    private static Path put(IfExists ifExists, String content, Path target) {
        return new Placement(ifExists)
                .put(() -> new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), target);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
