package dev.sfa.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.dist.Installation.Outcome;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole main job, as {@code sfa demo} does it. */
class MainJobIT {
    @TempDir
    Path folder;

    @Test
    void demoDownloadsSeparatesAndAnalysesItsSong() throws Exception {
        Path kept = folder.resolve("kept");
        try (Installation sfa = Installation.fresh()) {
            Outcome demo = sfa.run("demo", "--keep", kept.toString());
            assertThat(demo.exit()).as(demo.stderr()).isZero();
            assertThat(demo.stdout())
                    .contains("vocals")
                    .contains("drums")
                    .contains("bass")
                    .contains("other")
                    .contains("112")
                    .contains("A minor");
            for (String stem : new String[] {"vocals", "drums", "bass", "other"}) {
                assertThat(kept.resolve("stems").resolve(stem + ".wav")).isNotEmptyFile();
            }
            assertThat(kept.resolve("The Loopbacks - Copper Lanterns.wav")).isNotEmptyFile();
            assertThat(Files.readString(kept.resolve("analysis.json"))).contains("\"tempo\"");
            BufferedImage plot = ImageIO.read(kept.resolve("plot.png").toFile());
            assertThat(plot.getWidth()).isGreaterThan(plot.getHeight());
            // The user's own daemon and library are not touched.
            assertThat(sfa.data()).doesNotExist();
            assertThat(sfa.state()).doesNotExist();

            Outcome again = sfa.run("demo", "--keep", kept.toString());
            assertThat(again.exit()).isEqualTo(73);
            assertThat(again.stderr()).contains(kept.toString());
        }
    }
}
