package dev.sfa.core.plot;

import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.plot.Canvas.Anchor;
import dev.sfa.core.plot.Canvas.Style;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The picture of an analysed track: its waveform with the beats above, its chromagram below. */
public final class AnalysisPlot {
    private static final int WIDTH = 1600;
    private static final int HEIGHT = 900;
    private static final double LEFT = 96;
    private static final double RIGHT = WIDTH - 110;
    private static final double WAVE_TOP = 166;
    private static final double WAVE_BOTTOM = 476;
    private static final double CHROMA_TOP = 530;
    private static final double CHROMA_BOTTOM = 818;
    /** Lines nearer to one another than this, in pixels, are thinned out. */
    private static final double APART = 7;

    /** In dB below the loudest frame; pitches fade in over {@link #FADE} dB above it. */
    private static final double INAUDIBLE = -70;

    private static final double FADE = 20;

    private static final String[] CLASSES = {"C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"};

    private final String title;
    private final FeatureTree features;
    private final Theme theme = Theme.DARK;
    private final Lettering lettering;

    /**
     * @param title what stands above, for example {@code artist - title}
     * @param features of {@link dev.sfa.core.analysis.AnalysisResult}, or the same read back from JSON
     */
    public AnalysisPlot(String title, Map<String, Object> features) {
        this(title, features, Lettering.best());
    }

    AnalysisPlot(String title, Map<String, Object> features, Lettering lettering) {
        this.title = title;
        this.features = new FeatureTree(new LinkedHashMap<>(features));
        this.lettering = lettering;
    }

    /**
     * Draws the picture, 1600 by 900 pixels; needs neither a screen nor fonts.
     *
     * @param audio the track's samples, mono, read to the end
     */
    public void writePng(Path file, AudioStream audio) throws IOException {
        Envelope envelope = Envelope.of(audio);
        double duration = (double) envelope.samples() / audio.sampleRate();
        RasterCanvas canvas = new RasterCanvas(WIDTH, HEIGHT, theme.paper(), lettering);
        draw(canvas, envelope, new TimeAxis(LEFT, RIGHT, duration));
        canvas.writePng(file);
    }

    private void draw(Canvas canvas, Envelope envelope, TimeAxis axis) {
        double[][] chroma = features.rows("chroma.values");
        boolean both = chroma.length == CLASSES.length && chroma[0].length > 0;
        double waveBottom = both ? WAVE_BOTTOM : CHROMA_BOTTOM;
        drawHeader(canvas, axis.duration());
        drawWaveform(canvas, envelope, axis, waveBottom);
        if (both) {
            drawChroma(canvas, chroma, axis);
        }
        drawTime(canvas, axis, waveBottom, both);
    }

    private void drawHeader(Canvas canvas, double duration) {
        double right = RIGHT + 14;
        for (Fact fact : facts(duration)) {
            Style value = new Style(30, true, fact.colour());
            Style name = new Style(14, false, theme.quiet());
            double width = Math.max(canvas.textWidth(fact.value(), value), canvas.textWidth(fact.name(), name));
            canvas.text(fact.name(), right, 52, Anchor.END, name);
            canvas.text(fact.value(), right, 90, Anchor.END, value);
            right -= width + 52;
        }
        Style style = new Style(32, true, theme.ink());
        String shown = title;
        while (shown.length() > 1 && canvas.textWidth(shown + "...", style) > right - LEFT) {
            shown = shown.substring(0, shown.offsetByCodePoints(shown.length(), -1));
        }
        canvas.text(shown.equals(title) ? title : shown.strip() + "...", LEFT - 56, 90, Anchor.START, style);
        canvas.text("ANALYSIS", LEFT - 56, 52, Anchor.START, new Style(14, false, theme.accent()));
    }

    private record Fact(String name, String value, Color colour) {}

    /** From right to left. */
    private List<Fact> facts(double duration) {
        List<Fact> facts = new ArrayList<>();
        long seconds = Math.round(duration);
        facts.add(new Fact(
                "DURATION",
                seconds < 3600
                        ? String.format("%d:%02d", seconds / 60, seconds % 60)
                        : String.format("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60),
                theme.ink()));
        features.text("key.value")
                .ifPresent(key -> facts.add(new Fact(
                        "KEY",
                        key
                                + features.text("key.camelot")
                                        .map(c -> " (" + c + ")")
                                        .orElse(""),
                        theme.accent())));
        features.text("beats.time_signature")
                .ifPresent(signature -> facts.add(new Fact("METER", signature, theme.ink())));
        features.number("tempo.value")
                .ifPresent(bpm ->
                        facts.add(new Fact("TEMPO", String.format(Locale.ROOT, "%.1f BPM", bpm), theme.second())));
        return facts;
    }

    private void drawWaveform(Canvas canvas, Envelope envelope, TimeAxis axis, double bottom) {
        panel(canvas, WAVE_TOP, bottom);
        double middle = (WAVE_TOP + bottom) / 2;
        double largest = Math.max(1, envelope.peak());
        double scale = (bottom - WAVE_TOP) / 2 / largest * 0.96;
        for (double level : new double[] {-1, -0.5, 0, 0.5, 1}) {
            double y = middle - level * scale;
            canvas.line(LEFT, y, RIGHT, y, 1, theme.line());
            canvas.text(
                    level == 0 ? "0" : String.format(Locale.ROOT, "%+.1f", level),
                    LEFT - 12,
                    y + 5,
                    Anchor.END,
                    small());
        }
        String moments = drawBeats(canvas, axis, bottom);
        if (envelope.samples() > 0) {
            int columns = (int) (RIGHT - LEFT);
            double[] x = new double[2 * columns];
            double[] outline = new double[2 * columns];
            double[] body = new double[2 * columns];
            for (int i = 0; i < columns; i++) {
                float[] part = envelope.part(i, columns);
                int mirror = 2 * columns - 1 - i;
                x[i] = LEFT + i + 0.5;
                x[mirror] = x[i];
                outline[i] = middle - part[1] * scale - 0.5;
                outline[mirror] = middle - part[0] * scale + 0.5;
                body[i] = middle - Math.min(part[1], part[2]) * scale;
                body[mirror] = middle + Math.min(-part[0], part[2]) * scale;
            }
            canvas.area(x, outline, theme.first());
            canvas.area(x, body, theme.second());
        }
        legend(canvas, moments);
        canvas.text("amplitude (full scale = 1)", LEFT, WAVE_TOP - 12, Anchor.START, small());
    }

    /** Beats and first beats of bars; both thinned out in a long recording. Returns what the lines stand for. */
    private String drawBeats(Canvas canvas, TimeAxis axis, double bottom) {
        double[] beats = features.numbers("beats.times");
        double[] bars = features.numbers("beats.downbeats");
        int stride = stride(beats, axis);
        if (stride == 1) {
            Color accent = theme.accent();
            for (double beat : beats) {
                double x = axis.x(beat);
                canvas.line(x, WAVE_TOP, x, bottom, 1, translucent(accent, bars.length > 1 ? 60 : 110));
                canvas.area(
                        new double[] {x - 2.5, x + 2.5, x}, new double[] {WAVE_TOP, WAVE_TOP, WAVE_TOP + 5}, accent);
            }
        }
        int barStride = stride(bars, axis);
        for (int i = 0; barStride > 0 && i < bars.length; i += barStride) {
            double x = axis.x(bars[i]);
            canvas.line(x, WAVE_TOP, x, bottom, 1, translucent(theme.accent(), 150));
            canvas.area(
                    new double[] {x - 5, x + 5, x}, new double[] {WAVE_TOP, WAVE_TOP, WAVE_TOP + 9}, theme.accent());
        }
        String names = stride == 1 ? "beats" : "";
        if (barStride > 0) {
            names += (names.isEmpty() ? "" : ", ") + (barStride == 1 ? "bars" : "every " + barStride + "th bar");
        }
        return names;
    }

    private static Color translucent(Color colour, int alpha) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
    }

    /** Every how manieth of these moments can be drawn; 0 where there are none. */
    private static int stride(double[] moments, TimeAxis axis) {
        if (moments.length < 2) {
            return 0;
        }
        double apart = (axis.x(moments[moments.length - 1]) - axis.x(moments[0])) / (moments.length - 1);
        int stride = 1;
        while (stride * apart < APART && stride < moments.length) {
            stride *= 4;
        }
        return stride;
    }

    private void legend(Canvas canvas, String moments) {
        double right = RIGHT;
        if (!moments.isEmpty()) {
            right = legendEntry(canvas, right, moments, theme.accent());
        }
        right = legendEntry(canvas, right, "RMS", theme.second());
        legendEntry(canvas, right, "peak", theme.first());
    }

    private double legendEntry(Canvas canvas, double right, String name, Color colour) {
        double x = right - canvas.textWidth(name, small());
        canvas.text(name, x, WAVE_TOP - 12, Anchor.START, small());
        canvas.rectangle(x - 20, WAVE_TOP - 22, 12, 12, 3, colour);
        return x - 42;
    }

    private void drawChroma(Canvas canvas, double[][] chroma, TimeAxis axis) {
        panel(canvas, CHROMA_TOP, CHROMA_BOTTOM);
        int columns = (int) (RIGHT - LEFT);
        int frames = chroma[0].length;
        int[][] rgb = new int[CLASSES.length][columns];
        double[] audible = audible(frames);
        for (int c = 0; c < CLASSES.length; c++) {
            for (int i = 0; i < columns; i++) {
                int from = (int) ((long) i * frames / columns);
                int to = Math.max(from + 1, (int) ((long) (i + 1) * frames / columns));
                double sum = 0;
                for (int t = from; t < to; t++) {
                    sum += chroma[c][t] * audible[t];
                }
                rgb[CLASSES.length - 1 - c][i] = theme.heat().rgb(sum / (to - from));
            }
        }
        canvas.pixels(rgb, LEFT, CHROMA_TOP, columns, CHROMA_BOTTOM - CHROMA_TOP);
        double row = (CHROMA_BOTTOM - CHROMA_TOP) / CLASSES.length;
        for (int c = 0; c < CLASSES.length; c++) {
            double y = CHROMA_BOTTOM - (c + 0.5) * row;
            canvas.text(CLASSES[c], LEFT - 12, y + 5, Anchor.END, small());
        }
        canvas.text("pitch class", LEFT, CHROMA_TOP - 12, Anchor.START, small());
        drawScale(canvas);
    }

    /**
     * How much each frame's pitches are worth seeing, 0 to 1: the chroma of silence is as strong as any other, and only
     * noise.
     */
    private double[] audible(int frames) {
        double[] rms = features.numbers("energy.rms.values");
        double[] audible = new double[frames];
        double loudest = features.number("energy.rms.max").orElse(0.0);
        for (int t = 0; t < frames; t++) {
            double below = t < rms.length && loudest > 0 ? 20 * Math.log10(Math.max(1e-9, rms[t] / loudest)) : 0;
            audible[t] = Math.max(0, Math.min(1, (below - INAUDIBLE) / FADE));
        }
        return audible;
    }

    private void drawScale(Canvas canvas) {
        double height = CHROMA_BOTTOM - CHROMA_TOP;
        int[][] rgb = new int[(int) height][1];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i][0] = theme.heat().rgb(1 - (double) i / (rgb.length - 1));
        }
        double x = RIGHT + 24;
        canvas.pixels(rgb, x, CHROMA_TOP, 16, height);
        for (double value : new double[] {0, 0.5, 1}) {
            double y = CHROMA_BOTTOM - value * height;
            canvas.line(x + 16, y, x + 21, y, 1, theme.quiet());
            canvas.text(String.format(Locale.ROOT, "%.1f", value), x + 28, y + 5, Anchor.START, small());
        }
        canvas.text("strength", x + 8, CHROMA_TOP - 12, Anchor.MIDDLE, small());
    }

    private void drawTime(Canvas canvas, TimeAxis axis, double waveBottom, boolean both) {
        double bottom = both ? CHROMA_BOTTOM : waveBottom;
        for (double tick : axis.ticks()) {
            double x = axis.x(tick);
            canvas.line(x, bottom, x, bottom + 7, 1, theme.quiet());
            if (both) {
                canvas.line(x, waveBottom, x, waveBottom + 5, 1, theme.quiet());
            }
            canvas.text(axis.label(tick), x, bottom + 26, Anchor.MIDDLE, small());
        }
        canvas.text(axis.unit(), (LEFT + RIGHT) / 2, bottom + 54, Anchor.MIDDLE, small());
    }

    private void panel(Canvas canvas, double top, double bottom) {
        canvas.rectangle(LEFT, top, RIGHT - LEFT, bottom - top, 0, theme.panel());
    }

    private Style small() {
        return new Style(15, false, theme.quiet());
    }
}
