package dev.sfa.cli.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManPageTest {
    private final Command root = Example.tree();
    private final Command get = root.children().get(0);

    @TempDir
    Path folder;

    @Test
    void saysWhatTheModelSays() throws Exception {
        String page = read(ManPage.of(get, List.of(root), ""));
        assertThat(page)
                .contains("sfa-get - get a file. Once")
                .contains("--quality")
                .contains("high|low")
                .contains("JSON's lines [one each].")
                .contains("SOURCE...")
                .contains("sfa(1)");
    }

    @Test
    void theProgramsOwnPageHasTheExitCodes() throws Exception {
        String page = read(ManPage.of(
                root, root.children(), "| code | name | meaning |\n|---|---|---|\n| 65 | `x` | no audio |\n"));
        assertThat(page).contains("65 no audio").contains("SFA_HOME").contains("sfa-track(1)");
    }

    @Test
    void nothingInItIsTakenForARequestOrAnEscape() {
        String page = ManPage.of(get, List.of(root), "");
        assertThat(page.lines().filter(line -> line.startsWith(".")))
                .allMatch(line -> line.matches("\\.(TH|SH|TP|HP|PP|nf|fi)\\b.*"));
        assertThat(page.lines()).noneMatch(line -> line.startsWith("'"));
    }

    @Test
    void namesItsFileAfterThePathOfWords() {
        assertThat(root.all().stream().map(ManPage::fileName))
                .containsExactly(
                        "sfa.1", "sfa-get.1", "sfa-split.1", "sfa-track.1", "sfa-track-show.1", "sfa-track-rm.1");
    }

    /** As {@code man} shows it. */
    private String read(String page) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("page.1"), page);
        Process groff;
        try {
            groff = new ProcessBuilder("groff", "-man", "-Tutf8", "-P-cbou", "-ww", "-k", file.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "there is no groff on this machine");
            throw e;
        }
        groff.getOutputStream().close();
        String text = new String(groff.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(groff.waitFor()).isZero();
        assertThat(text).doesNotContain("warning").doesNotContain("error");
        return text.replace('\u2010', '-').replace('\u2212', '-').replaceAll(" +", " ");
    }
}
