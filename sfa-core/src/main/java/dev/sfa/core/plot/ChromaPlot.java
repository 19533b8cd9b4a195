package dev.sfa.core.plot;

import dev.sfa.core.analysis.FeatureTree;
import java.util.ArrayList;
import java.util.List;

/** The strengths of the twelve pitch classes. */
record ChromaPlot(double duration, FeatureTree features) implements Plot {
    private static final String[] CLASSES = {"C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"};
    /** In dB below the loudest frame; pitches fade in over {@link #FADE} dB above it. */
    private static final double INAUDIBLE = -70;

    private static final double FADE = 20;

    @Override
    public void draw(Canvas canvas, Sheet sheet) {
        new Stack(duration, panel(features, 1)).draw(canvas, sheet);
    }

    static Panel panel(FeatureTree features, double weight) {
        double[][] chroma = features.rows("chroma.values");
        double[] audible = audible(features, chroma.length == 0 ? 0 : chroma[0].length);
        double[][] shown = new double[chroma.length][];
        List<ValueAxis.Tick> rows = new ArrayList<>();
        for (int c = 0; c < chroma.length; c++) {
            shown[c] = new double[chroma[c].length];
            for (int t = 0; t < shown[c].length; t++) {
                shown[c][t] = chroma[c][t] * audible[t];
            }
            rows.add(new ValueAxis.Tick((c + 0.5) / chroma.length, CLASSES[c % CLASSES.length]));
        }
        return new HeatMap(
                weight,
                "pitch class",
                shown,
                value -> value,
                false,
                rows,
                "strength",
                List.of(new ValueAxis.Tick(1, "1.0"), new ValueAxis.Tick(0.5, "0.5"), new ValueAxis.Tick(0, "0.0")),
                features.absence("chroma"));
    }

    /**
     * How much each frame's pitches are worth seeing, 0 to 1: the chroma of silence is as strong as any other, and only
     * noise.
     */
    private static double[] audible(FeatureTree features, int frames) {
        double[] rms = features.numbers("energy.rms.values");
        double[] audible = new double[frames];
        double loudest = features.number("energy.rms.max").orElse(0.0);
        for (int t = 0; t < frames; t++) {
            double below = t < rms.length && loudest > 0 ? 20 * Math.log10(Math.max(1e-9, rms[t] / loudest)) : 0;
            audible[t] = Math.max(0, Math.min(1, (below - INAUDIBLE) / FADE));
        }
        return audible;
    }
}
