package dev.sfa.core.plot;

import dev.sfa.core.analysis.FeatureTree;
import dev.sfa.core.audio.AudioStream;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * A picture of a recording, to be drawn as PNG, SVG or in characters, in any size. Needs neither a screen nor fonts.
 */
public final class Picture {
    private final Header header;
    private final Plot plot;
    private final Lettering lettering;

    private Picture(Header header, Plot plot, Lettering lettering) {
        this.header = header;
        this.plot = plot;
        this.lettering = lettering;
    }

    /**
     * Prepares a picture.
     *
     * @param title what stands above, for example {@code artist - title}
     * @param features of {@link dev.sfa.core.analysis.AnalysisResult}, or the same read back from JSON; what is not
     *     there is said to be missing
     * @param audio mono, read to its end, for kinds that draw it ({@link PlotKind#drawsAudio}); null for others
     */
    public static Picture of(PlotKind kind, String title, Map<String, Object> features, AudioStream audio)
            throws IOException {
        return of(kind, title, features, audio, Lettering.best());
    }

    static Picture of(PlotKind kind, String title, Map<String, Object> features, AudioStream audio, Lettering lettering)
            throws IOException {
        FeatureTree tree = new FeatureTree(new LinkedHashMap<>(features));
        Plot plot = plot(kind, tree, audio);
        return new Picture(new Header(kind.wireName(), title, tree, plot.duration()), plot, lettering);
    }

    private static Plot plot(PlotKind kind, FeatureTree features, AudioStream audio) throws IOException {
        double duration = features.number("duration").orElse(0.0);
        return switch (kind) {
            case OVERVIEW -> {
                Envelope envelope = Envelope.of(audio);
                yield new OverviewPlot((double) envelope.samples() / audio.sampleRate(), envelope, features);
            }
            case WAVEFORM -> {
                Envelope envelope = Envelope.of(audio);
                yield new WaveformPlot((double) envelope.samples() / audio.sampleRate(), envelope, features);
            }
            case SPECTROGRAM -> new SpectrogramPlot(LogSpectrum.of(audio));
            case CHROMA -> new ChromaPlot(duration, features);
            case BEATS -> new BeatsPlot(duration, features);
            case MFCC -> new MfccPlot(duration, features);
            case SPECTRAL -> new SpectralPlot(duration, features);
            case RADAR -> new RadarPlot(duration, features);
        };
    }

    /**
     * The picture in memory, {@code width} by {@code height} pixels.
     *
     * @param scale 1 for text of the usual size in pixels, 2 for twice that
     */
    public BufferedImage image(int width, int height, double scale, Theme theme) {
        RasterCanvas canvas = new RasterCanvas(width, height, scale, theme.paper(), lettering);
        draw(canvas, new Sheet((int) (width / scale), (int) (height / scale), false, theme));
        return canvas.image();
    }

    /** Writes a PNG of {@code width} by {@code height} pixels; the stream stays open. */
    public void writePng(OutputStream out, int width, int height, Theme theme) throws IOException {
        // Otherwise ImageIO writes a file of its own first.
        ImageIO.setUseCache(false);
        if (!ImageIO.write(image(width, height, 1, theme), "png", out)) {
            throw new IOException("this Java cannot write PNG");
        }
    }

    /** Writes an SVG of {@code width} by {@code height} units; the stream stays open. */
    public void writeSvg(OutputStream out, int width, int height, Theme theme) throws IOException {
        SvgCanvas canvas = new SvgCanvas(width, height, theme.paper(), header.title(), lettering);
        draw(canvas, new Sheet(width, height, false, theme));
        out.write(canvas.document().getBytes(StandardCharsets.UTF_8));
    }

    /** The picture in characters. */
    public Cells cells(int columns, int rows, Theme theme) {
        CellCanvas canvas = new CellCanvas(columns, rows, theme);
        draw(canvas, new Sheet(columns * Sheet.CELL_WIDTH, rows * Sheet.CELL_HEIGHT, true, theme));
        return canvas.cells();
    }

    private void draw(Canvas canvas, Sheet sheet) {
        header.draw(canvas, sheet);
        plot.draw(canvas, sheet);
    }
}
