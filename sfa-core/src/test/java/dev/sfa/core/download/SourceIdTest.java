package dev.sfa.core.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceIdTest {
    @ParameterizedTest
    @CsvSource({
        "https://open.spotify.com/intl-de/track/4uLU6hMCjMI75M1A2tKUQC?si=1, spotify:track:4uLU6hMCjMI75M1A2tKUQC",
        "spotify:track:4uLU6hMCjMI75M1A2tKUQC, spotify:track:4uLU6hMCjMI75M1A2tKUQC",
        "HTTP://me:secret@x.org/a b.mp3?q=1#t=5, http://x.org/a%20b.mp3?q=1",
        "https://x.org, https://x.org/",
        "/no/such/../file.wav, file:/no/file.wav",
        "file:///no/file.wav, file:/no/file.wav"
    })
    void twoWaysOfWritingAnAddressAreOneSource(String url, String source) {
        assertThat(SourceId.of(url)).isEqualTo(source);
    }

    @Test
    void aFileThatChangedIsAnother(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("a.wav"), "one");
        String before = SourceId.of(file.toString());
        assertThat(SourceId.of(file.toUri().toString())).isEqualTo(before);
        Files.writeString(file, "two!");
        assertThat(SourceId.of(file.toString())).isNotEqualTo(before);
    }
}
