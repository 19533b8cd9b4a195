package dev.sfa.core.plot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.analysis.Recordings;
import dev.sfa.core.protocol.Json;
import dev.sfa.core.synth.DemoSong;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnalysisPlotTest {
    private static final float[] SONG = Recordings.halved(DemoSong.render().mixture());

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Lettering.class)
    void showsTitleWaveformBeatsAndChroma(Lettering lettering) throws Exception {
        Map<String, Object> features = Recordings.analysed(SONG).features();
        BufferedImage image = drawn(new AnalysisPlot("The Loopbacks - Copper Lanterns", features, lettering), SONG);
        assertThat(image.getWidth()).isEqualTo(1600);
        assertThat(image.getHeight()).isEqualTo(900);
        assertThat(count(image, 0, 100, Theme.DARK.ink().getRGB())).as("title").isGreaterThan(500);
        assertThat(count(image, 60, 100, Theme.DARK.accent().getRGB()))
                .as("key")
                .isGreaterThan(200);
        assertThat(count(image, 166, 476, Theme.DARK.second().getRGB()))
                .as("waveform")
                .isGreaterThan(20_000);
        assertThat(count(image, 166, 172, Theme.DARK.accent().getRGB()))
                .as("beats")
                .isGreaterThan(60);
        assertThat(colours(image, 540, 800)).as("chroma").isGreaterThan(200);
    }

    @Test
    void featuresReadBackFromJsonGiveTheSamePicture() throws Exception {
        Map<String, Object> features = Recordings.analysed(SONG).features();
        BufferedImage fresh = drawn(new AnalysisPlot("x", features), SONG);
        BufferedImage again = drawn(new AnalysisPlot("x", Json.parseObject(Json.write(features))), SONG);
        assertThat(pixels(again)).isEqualTo(pixels(fresh));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2205, 200_000})
    void silenceOfAnyLengthGivesAPicture(int samples) throws Exception {
        float[] silence = new float[samples];
        BufferedImage image = drawn(
                new AnalysisPlot(
                        "Silence \u97f3\u697d ".repeat(20),
                        Recordings.analysed(silence).features()),
                silence);
        assertThat(count(image, 0, 100, Theme.DARK.ink().getRGB())).as("title").isGreaterThan(500);
    }

    @Test
    void withoutFeaturesTheWaveformHasAllTheRoom() throws Exception {
        BufferedImage image = drawn(new AnalysisPlot("x", Map.of()), SONG);
        assertThat(count(image, 480, 600, Theme.DARK.second().getRGB())).isGreaterThan(10_000);
    }

    private BufferedImage drawn(AnalysisPlot plot, float[] samples) throws Exception {
        Path file = folder.resolve("plot.png");
        plot.writePng(file, Recordings.of(samples));
        return ImageIO.read(file.toFile());
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static long count(BufferedImage image, int top, int bottom, int rgb) {
        int[] rows = image.getRGB(0, top, image.getWidth(), bottom - top, null, 0, image.getWidth());
        return Arrays.stream(rows).filter(pixel -> pixel == rgb).count();
    }

    private static long colours(BufferedImage image, int top, int bottom) {
        int[] rows = image.getRGB(0, top, image.getWidth(), bottom - top, null, 0, image.getWidth());
        return Arrays.stream(rows).distinct().count();
    }
}
