package dev.sfa.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** What arguments are taken for. */
class InputTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"http://host/x.mp3", "HTTPS://host/x", "spotify:track:4uLU6hMCjMI75M1A2tKUQC"})
    void urls(String text) {
        assertThat(Input.parse(text, true, false)).isEqualTo(new Input.Remote(text));
    }

    @ParameterizedTest
    @CsvSource({"http://host/a/b.mp3?x=1#y, b.mp3", "http://host/, host", "http://host, host"})
    void urlsAreCalledAfterTheirLastPart(String url, String name) {
        assertThat(Input.parse(url, true, false).name()).isEqualTo(name);
    }

    @Test
    void filesAreMadeAbsolute() throws IOException {
        Path file = Files.createFile(folder.resolve("a b.wav"));
        Input expected = new Input.LocalFile(file);
        assertThat(Input.parse(folder + "/./x/../a b.wav", true, false)).isEqualTo(expected);
        assertThat(Input.parse(file.toUri().toString(), true, false)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abcd", "7A000000", "7a000000-00", "7a000000-0000-4000-8000-000000000001"})
    void idsOfTracks(String text) {
        assertThat(Input.parse(text, true, false)).isEqualTo(new Input.TrackId(text));
        assertThatThrownBy(() -> Input.parse(text, false, false))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_INPUT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "beefcafe1", "song.mp3", "abcdefgh", "\0"})
    void neitherFileNorId(String text) {
        assertThatThrownBy(() -> Input.parse(text, true, false))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_INPUT));
    }

    @Test
    void aDaemonElsewhereKnowsItsFilesItself() {
        assertThat(Input.parse("/no/such.wav", true, true)).isEqualTo(new Input.LocalFile(Path.of("/no/such.wav")));
    }

    @ParameterizedTest
    @CsvSource({"90, 90", "90s, 90", "5m, 300", "1h, 3600", "1h30m, 5400", "1h1m1s, 3661", "0, 0"})
    void times(String text, long seconds) {
        assertThat(new TimeSpan().convert(text)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "1d", "-5", "5m1h", "99999999999"})
    void noTimes(String text) {
        assertThatThrownBy(() -> new TimeSpan().convert(text)).isInstanceOf(TypeConversionException.class);
    }
}
