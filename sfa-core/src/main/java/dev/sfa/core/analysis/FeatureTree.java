package dev.sfa.core.analysis;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks things up in the features of an analysis, fresh ones or those read back from JSON. Paths are keys with dots
 * between them, as in {@code docs/analysis.md}: {@code energy.rms.values}.
 */
public record FeatureTree(Map<String, Object> root) {
    private Object at(String path) {
        Object value = root;
        for (String key : path.split("\\.")) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return value;
    }

    /** Whether something other than null is there. */
    public boolean has(String path) {
        return at(path) != null;
    }

    public Optional<Double> number(String path) {
        return at(path) instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
    }

    public Optional<String> text(String path) {
        return at(path) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** A list of numbers, NaN for null; empty where there is none. */
    public double[] numbers(String path) {
        return numbers(at(path));
    }

    /** A list of lists of numbers, NaN for null; empty where there is none. */
    public double[][] rows(String path) {
        if (at(path) instanceof List<?> rows) {
            return rows.stream().map(FeatureTree::numbers).toArray(double[][]::new);
        }
        return new double[0][];
    }

    /** A list of objects; empty where there is none. */
    @SuppressWarnings("unchecked")
    public List<FeatureTree> objects(String path) {
        if (at(path) instanceof List<?> items) {
            return items.stream()
                    .filter(Map.class::isInstance)
                    .map(item -> new FeatureTree((Map<String, Object>) item))
                    .toList();
        }
        return List.of();
    }

    /** Why there is nothing to see of a feature: its reason, or that nobody asked for it. */
    public String absence(String feature) {
        return has(feature)
                ? text(feature + ".reason")
                        .or(() -> text("tempo.reason"))
                        .or(() -> text("key.reason"))
                        .map(reason -> "nothing found: " + reason)
                        .orElse("nothing found")
                : feature + " has not been analysed";
    }

    private static double[] numbers(Object value) {
        if (value instanceof double[] doubles) {
            return doubles;
        }
        if (value instanceof float[] floats) {
            double[] copy = new double[floats.length];
            for (int i = 0; i < copy.length; i++) {
                copy[i] = floats[i];
            }
            return copy;
        }
        if (value instanceof List<?> list) {
            return list.stream()
                    .mapToDouble(item -> item instanceof Number number ? number.doubleValue() : Double.NaN)
                    .toArray();
        }
        return new double[0];
    }
}
