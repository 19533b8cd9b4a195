package dev.sfa.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables, amounts and JSON as they are printed. */
class PrintingTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(out, false, StandardCharsets.UTF_8);
    private final Streams pipe = new Streams(stream, stream, false, false);
    private final Streams person = new Streams(stream, stream, true, true);

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "9949, 9.9 kB",
        "9950, 10 kB",
        "999499, 999 kB",
        "999500, 1.0 MB",
        "16174148, 16 MB",
        "1000000000000000, 1000 TB"
    })
    void bytes(long bytes, String text) {
        assertThat(Amounts.bytes(bytes)).isEqualTo(text);
    }

    @Test
    void clock() {
        assertThat(Amounts.clock(Duration.ofSeconds(5))).isEqualTo("0:05");
        assertThat(Amounts.clock(Duration.ofSeconds(3_599))).isEqualTo("59:59");
        assertThat(Amounts.clock(Duration.ofSeconds(3_600))).isEqualTo("1:00:00");
        assertThat(Amounts.clock(Duration.ofSeconds(-3))).isEqualTo("0:00");
    }

    @Test
    void values() {
        assertThat(Results.text(112.0)).isEqualTo("112.0");
        assertThat(Results.text(0.12345)).isEqualTo("0.1234");
        assertThat(Results.text(1e-9)).isEqualTo("0.0");
        assertThat(Results.text(2_000_000.5)).isEqualTo("2000000.5");
        assertThat(Results.text(7)).isEqualTo("7");
        assertThat(Results.text(null)).isEmpty();
        assertThat(Results.text(Arrays.asList(1.5, null, 2))).isEqualTo("1.5  2");
    }

    @Test
    void pathsOfTheLibraryAreThoseOfThisMachine() {
        Results results = new Results(pipe, new Theme(false), LibraryFiles.in(Path.of("/home/u/files")));
        assertThat(results.path("/files/stems/x/y.wav")).isEqualTo("/home/u/files/stems/x/y.wav");
    }

    @Test
    void aTableForAPersonIsAlignedUnderAHeading() {
        Table table = new Table(person, new Theme(false), "ID", "TITLE", "SIZE");
        table.row("1", "Ä", 5);
        table.row("22", null, 50);
        table.print();
        assertThat(printed()).isEqualTo("ID  TITLE  SIZE\n1   Ä      5\n22         50\n");
    }

    @Test
    void aTableFitsTheTerminalByWhatMayBeCut() {
        Table table = new Table(person, new Theme(false), () -> 45, "ID", "ARTIST", "TITLE", "SIZE")
                .cutting("ARTIST", "TITLE");
        table.row("12345678", "a band of many words", "とても長い日本語の題名", "67 kB");
        table.row("2", "b", "short", "1 kB");
        table.print();
        assertThat(printed().replace('~', '…'))
                .isEqualTo("ID        ARTIST         TITLE          SIZE\n"
                        + "12345678  a band of ma…  とても長い日…  67 kB\n"
                        + "2         b              short          1 kB\n");
    }

    @Test
    void aTableOfManyColumnsLeavesSomeOutOnANarrowTerminal() {
        Table table = new Table(person, new Theme(false), () -> 41, "ID", "WHAT", "WHEN", "%", "OF")
                .cutting("OF")
                .dropping("WHEN", "WHAT", "%");
        table.row("12345678", "download", "yesterday, 12:00", "100", "a long name of a song");
        table.print();
        assertThat(printed().replace('~', '…'))
                .isEqualTo("ID        WHAT      %    OF\n" + "12345678  download  100  a long name of …\n");
    }

    @Test
    void aTableForAProgramIsTabSeparatedWithoutOne() {
        Table table = new Table(pipe, new Theme(false), "ID", "TITLE");
        table.row("1", "a\tb\nc");
        table.row("2", null);
        table.print();
        assertThat(printed()).isEqualTo("1\ta b c\n2\t\n");
    }

    @Test
    void coloursOnlyWhereWanted() {
        assertThat(new Theme(true).good("x")).isEqualTo("\u001b[32mx\u001b[0m");
        assertThat(new Theme(false).good("x")).isEqualTo("x");
        assertThat(new Theme(true).good("")).isEmpty();
    }

    @Test
    void aSnapshotIsPrintedAsTheEventThatLedToIt() {
        JsonLines lines = new JsonLines(pipe);
        lines.changed(Jobs.separation(JobStatus.PROCESSING, 5, "x"), null, Map.of());
        lines.changed(Jobs.separation(JobStatus.COMPLETED, 100, ""), null, Map.of());
        lines.changed(Jobs.separation(JobStatus.CANCELLED, 5, ""), null, Map.of());
        lines.changed(Jobs.separation(JobStatus.FAILED, 5, ""), "job:failed", Map.of("job_id", "j", "error", "e"));
        List<Map<String, Object>> json =
                printed().lines().map(Json::parseObject).toList();
        assertThat(json)
                .extracting(line -> line.get("type"))
                .containsExactly("job:progress", "job:completed", "job:failed", "job:failed");
        assertThat(json.get(0)).containsEntry("status", "processing").containsEntry("seq", 9);
        assertThat(json.get(1))
                .containsEntry("result", Map.of("model", "m"))
                .containsEntry("ts", "2026-01-31T12:01:15Z");
        assertThat(json.get(2)).containsEntry("error", "cancelled");
        assertThat(json.get(3)).containsEntry("error", "e");
    }

    private String printed() {
        stream.flush();
        return out.toString(StandardCharsets.UTF_8);
    }
}
