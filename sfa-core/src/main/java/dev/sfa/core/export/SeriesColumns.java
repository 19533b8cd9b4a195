package dev.sfa.core.export;

import dev.sfa.core.analysis.FeatureTree;
import java.util.ArrayList;
import java.util.List;

/** The series of an analysis as columns of a table. */
final class SeriesColumns {
    private static final String[] CLASSES = {"C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"};
    private static final String[] TONAL = {"fifth_x", "fifth_y", "minor_x", "minor_y", "major_x", "major_y"};

    private SeriesColumns() {}

    /**
     * A series, or one row of it.
     *
     * @param path of the series
     * @param row -1 where the series is one row
     */
    record Column(String name, String path, int row) {
        /** Means come as a number, or as a list of one a row. */
        Double mean(FeatureTree features) {
            if (row < 0) {
                return features.number(path + ".mean").orElse(null);
            }
            double[] means = features.numbers(path + ".mean");
            return row < means.length ? (Double) means[row] : null;
        }

        double[] values(FeatureTree features) {
            if (row < 0) {
                return features.numbers(path + ".values");
            }
            double[][] rows = features.rows(path + ".values");
            return row < rows.length ? rows[row] : new double[0];
        }

        double rate(FeatureTree features) {
            return features.number(path + ".rate").orElse(0.0);
        }
    }

    /** All there can be, in a fixed order. */
    static List<Column> all() {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("onset_strength", "onset_strength", -1));
        columns.add(new Column("rms", "energy.rms", -1));
        columns.add(new Column("zero_crossing_rate", "energy.zero_crossing_rate", -1));
        columns.add(new Column("loudness_short_term", "loudness.short_term", -1));
        for (String name : List.of("centroid", "bandwidth", "rolloff", "flatness")) {
            columns.add(new Column("spectral_" + name, "spectral." + name, -1));
        }
        for (int band = 0; band < 7; band++) {
            columns.add(new Column("contrast_" + band, "spectral.contrast", band));
        }
        for (int i = 0; i < 13; i++) {
            columns.add(new Column("mfcc_" + i, "mfcc", i));
        }
        for (int c = 0; c < CLASSES.length; c++) {
            columns.add(new Column("chroma_" + CLASSES[c], "chroma", c));
        }
        for (int c = 0; c < CLASSES.length; c++) {
            columns.add(new Column("chroma_cqt_" + CLASSES[c], "chroma_cqt", c));
        }
        for (int axis = 0; axis < TONAL.length; axis++) {
            columns.add(new Column("tonnetz_" + TONAL[axis], "tonnetz", axis));
        }
        columns.add(new Column("pitch_f0", "pitch.f0", -1));
        columns.add(new Column("pitch_confidence", "pitch.confidence", -1));
        return columns;
    }
}
