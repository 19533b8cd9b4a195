package dev.sfa.core.plot;

import dev.sfa.core.analysis.FeatureTree;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How strongly something begins, with beats and bars, and the tempo that follows from the beats. */
record BeatsPlot(double duration, FeatureTree features) implements Plot {
    private static final int STEPS = 2000;

    @Override
    public void draw(Canvas canvas, Sheet sheet) {
        double[] strength = features.numbers("onset_strength.values");
        double most = Arrays.stream(strength).max().orElse(1);
        Panel onsets = new Curves(
                1.6,
                sheet.narrow() ? "onset strength (dB)" : "onset strength (dB a frame)",
                new ValueAxis(0, Math.max(1, most * 1.05), false),
                List.of(new Curves.Curve("onsets", strength, Theme::second, true)),
                Optional.of(new Moments(features)),
                features.absence("beats"));
        new Stack(duration, onsets, tempo(sheet)).draw(canvas, sheet);
    }

    private Panel tempo(Sheet sheet) {
        double[] tempo = curve(features.numbers("tempo.curve.times"), features.numbers("tempo.curve.values"));
        double middle = features.number("tempo.value").orElse(120.0);
        double least = Math.min(middle * 0.9, Arrays.stream(tempo).min().orElse(middle));
        double most = Math.max(middle * 1.1, Arrays.stream(tempo).max().orElse(middle));
        return new Curves(
                1,
                sheet.narrow() ? "tempo (BPM)" : "tempo around every beat (BPM)",
                new ValueAxis(Math.max(0, least * 0.97), most * 1.03, false),
                List.of(new Curves.Curve("tempo", tempo, Theme::third, false)),
                Optional.empty(),
                features.absence("tempo"));
    }

    /** The tempo at even times: that of the last beat before, or of the first. */
    private double[] curve(double[] times, double[] values) {
        if (times.length == 0) {
            return times;
        }
        double[] curve = new double[STEPS];
        int at = 0;
        for (int i = 0; i < STEPS; i++) {
            double time = (i + 0.5) / STEPS * duration;
            while (at + 1 < times.length && times[at + 1] <= time) {
                at++;
            }
            curve[i] = values[at];
        }
        return curve;
    }
}
