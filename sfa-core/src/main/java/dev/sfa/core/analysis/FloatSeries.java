package dev.sfa.core.analysis;

import java.util.Arrays;

/** Numbers that become more. */
final class FloatSeries {
    private float[] values = new float[1024];
    private int size;

    void add(float value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + size / 2);
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    float get(int i) {
        return values[i];
    }

    void clear() {
        size = 0;
    }

    /** A copy of what is there. */
    float[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
