package dev.sfa.core.plot;

import dev.sfa.core.analysis.FeatureTree;
import java.util.ArrayList;
import java.util.List;

/**
 * The mel-frequency cepstral coefficients, each in its standard deviations from its mean: the first are tens of times
 * larger than the last.
 */
record MfccPlot(double duration, FeatureTree features) implements Plot {
    private static final double REACH = 3;

    @Override
    public void draw(Canvas canvas, Sheet sheet) {
        double[][] mfcc = features.rows("mfcc.values");
        double[][] shown = new double[mfcc.length][];
        List<ValueAxis.Tick> rows = new ArrayList<>();
        for (int c = 0; c < mfcc.length; c++) {
            shown[c] = standardised(mfcc[c]);
            rows.add(new ValueAxis.Tick((c + 0.5) / mfcc.length, Integer.toString(c)));
        }
        List<ValueAxis.Tick> scale = new ArrayList<>();
        for (int deviations = 3; deviations >= -3; deviations--) {
            scale.add(new ValueAxis.Tick(
                    (deviations + REACH) / (2 * REACH), deviations == 0 ? "0" : String.format("%+d", deviations)));
        }
        Panel panel = new HeatMap(
                1,
                sheet.narrow() ? "MFCC" : "MFCC, in standard deviations from the mean of each coefficient",
                shown,
                value -> (value + REACH) / (2 * REACH),
                true,
                rows,
                sheet.cells() ? "dev." : "deviations",
                scale,
                features.absence("mfcc"));
        new Stack(duration, panel).draw(canvas, sheet);
    }

    private static double[] standardised(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double deviation = Math.sqrt(squares / values.length);
        double[] standardised = new double[values.length];
        for (int t = 0; t < values.length; t++) {
            standardised[t] = deviation > 1e-9 ? (values[t] - mean) / deviation : 0;
        }
        return standardised;
    }
}
