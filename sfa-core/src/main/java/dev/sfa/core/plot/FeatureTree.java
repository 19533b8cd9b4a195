package dev.sfa.core.plot;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks things up in the features of an analysis, fresh ones or those read back from JSON. */
record FeatureTree(Map<String, Object> root) {
    private Object at(String path) {
        Object value = root;
        for (String key : path.split("\\.")) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return value;
    }

    Optional<Double> number(String path) {
        return at(path) instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
    }

    Optional<String> text(String path) {
        return at(path) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** A list of numbers; empty where there is none. */
    double[] numbers(String path) {
        return numbers(at(path));
    }

    /** A list of lists of numbers; empty where there is none. */
    double[][] rows(String path) {
        if (at(path) instanceof List<?> rows) {
            return rows.stream().map(FeatureTree::numbers).toArray(double[][]::new);
        }
        return new double[0][];
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
                    .mapToDouble(item -> item instanceof Number number ? number.doubleValue() : 0)
                    .toArray();
        }
        return new double[0];
    }
}
