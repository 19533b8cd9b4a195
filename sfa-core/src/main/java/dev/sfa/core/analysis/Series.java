package dev.sfa.core.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values over time, one a row and point. Values that are not numbers stand for what is not there, and count nowhere.
 *
 * @param unit what a value is measured in
 * @param rate points a second; point i lies at second i / rate
 * @param values {@code [row][point]}
 * @param statistics of each row, over all that was added to it
 */
record Series(String unit, double rate, float[][] values, List<Statistics> statistics) {
    /** Every n-th of values that have no mean, gaps among them, so that there are at most {@code most}; the statistics are of those. */
    static Series thinned(String unit, double rate, float[] values, int most) {
        int step = Math.max(1, (values.length + most - 1) / most);
        float[] kept = new float[(values.length + step - 1) / step];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = values[i * step];
        }
        return of(unit, rate / step, kept);
    }

    /** One row, every frame. */
    static Series of(String unit, float[] row) {
        return of(unit, Frame.rate(), row);
    }

    /** One row of {@code rate} points a second. */
    static Series of(String unit, double rate, float[] row) {
        Statistics statistics = new Statistics();
        for (float value : row) {
            statistics.add(value);
        }
        return new Series(unit, rate, new float[][] {row}, List.of(statistics));
    }

    double mean(int row) {
        return statistics.get(row).mean();
    }

    /** The means of all rows. */
    List<Double> means() {
        return statistics.stream().map(Statistics::mean).toList();
    }

    /** One number for each property if there is one row; else lists of one number a row. */
    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("unit", unit);
        json.put("rate", rate);
        json.put("mean", oneOrAll(means()));
        json.put(
                "variance",
                oneOrAll(statistics.stream().map(Statistics::variance).toList()));
        json.put("min", oneOrAll(statistics.stream().map(Statistics::least).toList()));
        json.put("max", oneOrAll(statistics.stream().map(Statistics::largest).toList()));
        json.put("values", oneOrAll(List.of(values)));
        return json;
    }

    /** As {@link #toJson()} of a single row, null where there is no value, and for the statistics of no values at all. */
    Map<String, Object> toJsonWithGaps() {
        Map<String, Object> json = toJson();
        if (statistics.get(0).count() == 0) {
            json.putAll(Arrays.asList("mean", "variance", "min", "max").stream()
                    .collect(LinkedHashMap::new, (map, key) -> map.put(key, null), LinkedHashMap::putAll));
        }
        List<Float> row = new ArrayList<>();
        for (float value : values[0]) {
            row.add(Float.isNaN(value) ? null : (Float) value);
        }
        json.put("values", row);
        return json;
    }

    private static Object oneOrAll(List<?> list) {
        return list.size() == 1 ? list.get(0) : list;
    }
}
