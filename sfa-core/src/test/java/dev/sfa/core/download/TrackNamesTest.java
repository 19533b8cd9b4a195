package dev.sfa.core.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackNamesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Anna - Song.mp3 | Anna | Song",
                "Anna – Song.mp3 | Anna | Song",
                "01 - Anna - Song.flac | Anna | Song",
                "07. Anna - Song.flac | Anna | Song",
                "03 - Song.mp3 | '' | Song",
                "Song.mp3 | '' | Song",
                "some_song_name.mp3 | '' | some song name",
                "Anna_-_Some_Song.mp3 | Anna | Some Song",
                "vibe-ace.ogg | '' | vibe-ace",
                "Vol. 2.5 | '' | Vol. 2.5",
                "99 Luftballons.mp3 | '' | 99 Luftballons",
                ".mp3 | '' | untitled",
                "A - B - C.mp3 | A | B - C"
            })
    void comeFromTheFileNameWithoutTags(String name, String artist, String title) {
        assertThat(TrackNames.of(Map.of(), name)).isEqualTo(new TrackNames(title, artist, ""));
    }

    @Test
    void tagsComeFirst() {
        assertThat(TrackNames.of(Map.of("title", "T", "artist", "A", "album", "L"), "X - Y.mp3"))
                .isEqualTo(new TrackNames("T", "A", "L"));
        assertThat(TrackNames.of(Map.of("title", "T", "album_artist", "B"), "X - Y.mp3"))
                .isEqualTo(new TrackNames("T", "B", ""));
        assertThat(TrackNames.of(Map.of("title", " ", "artist", "A"), "X - Y.mp3"))
                .isEqualTo(new TrackNames("Y", "A", ""));
    }

    @Test
    void nothingThatSteersATerminalStays() {
        assertThat(TrackNames.of(Map.of("title", "a\u001b[31mb\r\nc\td"), "x").title())
                .isEqualTo("a [31mb c d");
    }
}
