package dev.sfa.core.export;

import dev.sfa.core.analysis.FeatureTree;
import java.util.ArrayList;
import java.util.List;

/**
 * A beat.
 *
 * @param time in seconds
 * @param bar from 1; 0 for beats before the first whole bar
 * @param position in its bar, from 1; 0 where bars are not known
 */
record Beat(double time, int bar, int position) {
    /** Those of an analysis, in order. Beats before the first downbeat are counted back from it. */
    static List<Beat> of(FeatureTree features) {
        double[] times = features.numbers("beats.times");
        double[] positions = features.numbers("beats.positions");
        int perBar = perBar(features);
        int first = 0;
        while (first < positions.length && positions[first] != 1) {
            first++;
        }
        boolean known = perBar > 0 && positions.length == times.length && first < times.length;
        List<Beat> beats = new ArrayList<>();
        int bar = 0;
        for (int i = 0; i < times.length; i++) {
            if (!known) {
                beats.add(new Beat(times[i], 0, 0));
            } else if (i < first) {
                beats.add(new Beat(times[i], 0, perBar - (first - i - 1) % perBar));
            } else {
                bar += positions[i] == 1 ? 1 : 0;
                beats.add(new Beat(times[i], bar, (int) positions[i]));
            }
        }
        return beats;
    }

    /** Beats a bar; 0 where not known. */
    static int perBar(FeatureTree features) {
        return features.number("beats.beats_per_bar").map(Double::intValue).orElse(0);
    }
}
