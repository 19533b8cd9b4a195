package dev.sfa.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.core.download.FileNames;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputTemplateTest {
    private static final Map<String, String> SONG =
            Map.of("artist", "AC/DC", "title", "..", "album", "", "stem", "vocals", "ext", "wav");

    @ParameterizedTest
    @CsvSource({
        "{stem}.{ext}, vocals.wav",
        "a/{stem}.{ext}, a/vocals.wav",
        "/abs//{stem}, /abs/vocals",
        "{artist}/{stem}, AC_DC/vocals",
        "{title}/{stem}, _./vocals",
        "{album}/{stem}, unknown/vocals",
        "{album|no album}/{stem}, no album/vocals",
        "{album|}{stem}, vocals",
        "{model|../x}, _._x",
        "{{{stem}}}, {vocals}",
        "../{stem}, ../vocals",
        "{album|}/{stem}.{ext}, vocals.wav",
        "{album|}/../{stem}, ../vocals",
        "a/{album|}../{stem}, a/_./vocals",
        "a/.{album|}/{stem}, a/_/vocals",
        "a/./{stem}, a/./vocals",
    })
    void names(String template, String path) {
        assertThat(OutputTemplate.parse(template).path(SONG)).isEqualTo(Path.of(path));
    }

    @ParameterizedTest
    @CsvSource({
        "{titel}.{ext}, did you mean {title}?",
        "{whatever}.{ext}, choose from artist",
        "{title, without its partner",
        "title}, without its partner",
        "'', names no file",
        "{title}/, names no file",
    })
    void refuses(String template, String why) {
        assertThatThrownBy(() -> OutputTemplate.parse(template))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE))
                .hasMessageContaining(why);
    }

    @Test
    void marksThatTurnTheDirectionOfWritingDoNotGetIntoNames() {
        String title = "a\u202egpj\u2066.exe";
        assertThat(OutputTemplate.parse("{title}").path(Map.of("title", title))).isEqualTo(Path.of("a_gpj_.exe"));
        assertThat(FileNames.of("", title, "wav")).isEqualTo("a_gpj_.exe.wav");
    }

    @Test
    void cutsLongNamesBetweenCharactersAndKeepsTheEnding() {
        // A flag is two code points of four bytes each: 8 bytes that belong together.
        String flags = "\uD83C\uDDE9\uD83C\uDDEA".repeat(40);
        Path path = OutputTemplate.parse("{title}/{title}.{ext}").path(Map.of("title", flags, "ext", "flac"));
        assertThat(bytes(path.getName(0))).isEqualTo(248);
        assertThat(bytes(path.getName(1))).isEqualTo(248 + 5);
        assertThat(path.toString()).endsWith("\uD83C\uDDEA.flac");
    }

    @Test
    void knowsWhetherFilesOfOneJobGetDifferentNames() {
        assertThat(OutputTemplate.parse("{title}.{ext}").tells("stem")).isFalse();
        assertThat(OutputTemplate.parse("{stem|x}.{ext}").tells("stem")).isTrue();
    }

    private static int bytes(Path name) {
        return name.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
