package dev.sfa.daemon.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.core.audio.AudioInfo;
import dev.sfa.daemon.store.Track;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackProbeTest {
    private static final AudioInfo INFO =
            new AudioInfo("wav", "pcm_s16le", 3, 44_100, 2, 16, 0, true, Map.of(), OptionalInt.empty());

    @TempDir
    private Path folder;

    private final TrackProbe probe = new TrackProbe(() -> {
        throw new IllegalStateException("asked");
    });

    @Test
    void doesNotAskAboutWhatTheDownloadKnew() throws IOException {
        Path part = Files.writeString(folder.resolve("part"), "sound");
        probe.remember("a1", part, INFO);
        Path file = Files.move(part, folder.resolve("song.wav"));
        assertThat(probe.info(track("a1"), file)).isEqualTo(INFO);
    }

    @Test
    void asksAboutAFileThatIsNotAsItWas() throws IOException {
        Path file = Files.writeString(folder.resolve("song.wav"), "sound");
        probe.remember("a1", file, INFO);
        Files.writeString(file, "other sound");
        assertThatThrownBy(() -> probe.info(track("a1"), file)).hasMessage("asked");
    }

    private static Track track(String id) {
        return new Track(
                id,
                "A title",
                null,
                null,
                3,
                null,
                null,
                "hash",
                "/files/song.wav",
                5,
                "wav",
                44_100,
                2,
                Instant.EPOCH);
    }
}
