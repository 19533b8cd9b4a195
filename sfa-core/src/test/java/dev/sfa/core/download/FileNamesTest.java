package dev.sfa.core.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNamesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "Anna|Song|Anna - Song.mp3",
                "''|Song|Song.mp3",
                "''|''|_.mp3",
                "AC/DC|T.N.T.|AC_DC - T.N.T.mp3",
                "a\\b:c*d|e?f\"g<h>i|a_b_c_d - e_f_g_h_i.mp3",
                " Anna  | Song . . |Anna - Song.mp3",
                "..|..|_.mp3",
                ".hidden|.x|_hidden - _x.mp3",
                "''|../../etc/passwd|_._.._etc_passwd.mp3",
                "''|CON|_CON.mp3",
                "''|aux.old|_aux.old.mp3",
                "''|Com1|_Com1.mp3",
                "''|LPT³|_LPT³.mp3",
                "''|Contra|Contra.mp3",
                "com1|x|com1 - x.mp3"
            })
    void everyFileSystemTakesThem(String artist, String title, String expected) {
        assertThat(FileNames.of(artist, title, "mp3")).isEqualTo(expected);
    }

    @Test
    void controlCharactersAndHalvesOfPairsAreReplaced() {
        assertThat(FileNames.of("a\u0000b", "c\nd\u007fe\u0085f\ud83dg", "wav")).isEqualTo("a_b - c_d_e_f_g.wav");
    }

    @Test
    void decomposedLettersAreComposed() {
        String decomposed = Normalizer.normalize("Ünï", Normalizer.Form.NFD);
        assertThat(FileNames.of("", decomposed, "mp3")).isEqualTo("Ünï.mp3");
    }

    @ParameterizedTest
    @CsvSource({"ñ, 125", "日, 83", "🎵, 62", "👩‍🎤, 22"})
    void longTitlesAreCutBetweenCharacters(String character, int left) {
        String name = FileNames.of("", character.repeat(300), "flac");
        assertThat(name).isEqualTo(character.repeat(left) + ".flac");
        assertThat(name.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(255);
    }

    @Test
    void aLongArtistLeavesRoomForTheTitle() {
        String name = FileNames.of("A".repeat(5000), "T".repeat(5000), "mp3");
        assertThat(name).isEqualTo("A".repeat(100) + " - " + "T".repeat(148) + ".mp3");
        assertThat(FileNames.of("A".repeat(200), "T", "mp3")).isEqualTo("A".repeat(200) + " - T.mp3");
    }

    @Test
    void aCutAtASpaceLeavesNone() {
        assertThat(FileNames.of("", "x".repeat(250) + " y", "mp3")).isEqualTo("x".repeat(250) + ".mp3");
    }

    @Test
    void theLongestCanBeCreated(@TempDir Path folder) throws Exception {
        Path file = folder.resolve(FileNames.of("ж".repeat(400), "ö".repeat(400), "flac"));
        assertThat(Files.createFile(file)).exists();
    }
}
