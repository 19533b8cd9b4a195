package dev.sfa.core.plot;

import dev.sfa.core.analysis.FeatureTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where in the spectrum the energy lies (centroid, bandwidth, roll-off), how tonal it is, and its contrast by octaves. */
record SpectralPlot(double duration, FeatureTree features) implements Plot {
    private static final String[] BANDS = {"<200", "400", "800", "1.6k", "3.2k", "6.4k", "11k"};
    private static final double LEAST_FLATNESS = 1e-5;

    @Override
    public void draw(Canvas canvas, Sheet sheet) {
        new Stack(duration, place(sheet), flatness(sheet), contrast(sheet)).draw(canvas, sheet);
    }

    private Panel place(Sheet sheet) {
        double[] rolloff = features.numbers("spectral.rolloff.values");
        double most = Arrays.stream(rolloff).max().orElse(0);
        return new Curves(
                1.5,
                sheet.narrow() ? "Hz" : "frequency (Hz)",
                new ValueAxis(0, Math.max(1000, most * 1.05), false),
                List.of(
                        new Curves.Curve(sheet.narrow() ? "roll-off" : "roll-off 85 %", rolloff, Theme::third, false),
                        new Curves.Curve(
                                sheet.narrow() ? "width" : "bandwidth",
                                features.numbers("spectral.bandwidth.values"),
                                Theme::accent,
                                false),
                        new Curves.Curve(
                                "centroid", features.numbers("spectral.centroid.values"), Theme::second, false)),
                Optional.empty(),
                features.absence("spectral"));
    }

    private Panel flatness(Sheet sheet) {
        double[] flatness = features.numbers("spectral.flatness.values");
        return new Curves(
                0.8,
                sheet.narrow() ? "flatness" : "flatness, logarithmic (0: tones, 1: noise)",
                new ValueAxis(LEAST_FLATNESS, 1, true),
                List.of(new Curves.Curve("flatness", flatness, Theme::second, false)),
                Optional.empty(),
                features.absence("spectral"));
    }

    private Panel contrast(Sheet sheet) {
        double[][] contrast = features.rows("spectral.contrast.values");
        List<ValueAxis.Tick> rows = new ArrayList<>();
        for (int band = 0; band < contrast.length; band++) {
            rows.add(new ValueAxis.Tick((band + 0.5) / contrast.length, BANDS[band % BANDS.length]));
        }
        double most =
                Arrays.stream(contrast).flatMapToDouble(Arrays::stream).max().orElse(0);
        ValueAxis decibels = new ValueAxis(0, Math.max(10, 10 * Math.ceil(most / 10)), false);
        return new HeatMap(
                1,
                sheet.narrow() ? "contrast" : "contrast of peaks and valleys, by bands up to Hz",
                contrast,
                decibels::part,
                false,
                rows,
                "dB",
                decibels.ticks(4),
                features.absence("spectral"));
    }
}
