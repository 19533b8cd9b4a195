package dev.sfa.core.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values over time, one a frame and row.
 *
 * @param unit what a value is measured in
 * @param rows {@code [row][frame]}
 */
record Series(String unit, float[][] rows) {
    Series(String unit, float[] row) {
        this(unit, new float[][] {row});
    }

    int frames() {
        return rows[0].length;
    }

    double mean(int row) {
        double sum = 0;
        for (float value : rows[row]) {
            sum += value;
        }
        return sum / rows[row].length;
    }

    /** Of the population, as numpy's {@code var}. */
    double variance(int row) {
        double mean = mean(row);
        double squares = 0;
        for (float value : rows[row]) {
            squares += (value - mean) * (value - mean);
        }
        return squares / rows[row].length;
    }

    /** The means of all rows. */
    List<Double> means() {
        List<Double> means = new ArrayList<>();
        for (int row = 0; row < rows.length; row++) {
            means.add(mean(row));
        }
        return means;
    }

    /** One number for each property if there is one row; else lists of one number a row. */
    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("unit", unit);
        List<Double> variances = new ArrayList<>();
        List<Float> least = new ArrayList<>();
        List<Float> largest = new ArrayList<>();
        for (int row = 0; row < rows.length; row++) {
            variances.add(variance(row));
            float min = Float.POSITIVE_INFINITY;
            float max = Float.NEGATIVE_INFINITY;
            for (float value : rows[row]) {
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
            least.add(min);
            largest.add(max);
        }
        json.put("mean", oneOrAll(means()));
        json.put("variance", oneOrAll(variances));
        json.put("min", oneOrAll(least));
        json.put("max", oneOrAll(largest));
        json.put("values", oneOrAll(List.of(rows)));
        return json;
    }

    private static Object oneOrAll(List<?> list) {
        return list.size() == 1 ? list.get(0) : list;
    }
}
