package dev.sfa.core.dsp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Weighted sums over the bins of a spectrum. Only the stretches of a filter that are not zero are kept and multiplied.
 * Immutable.
 */
public final class FilterBank {
    /** Zeros in a row that are worth skipping. */
    private static final int WORTH_SKIPPING = 8;

    private final Stretch[][] filters;

    private record Stretch(int from, float[] weights) {}

    private FilterBank(Stretch[][] filters) {
        this.filters = filters;
    }

    /** @param rows weights {@code [filter][bin]}; long stretches of zeros cost nothing */
    public static FilterBank of(float[][] rows) {
        return new FilterBank(Arrays.stream(rows).map(FilterBank::stretches).toArray(Stretch[][]::new));
    }

    private static Stretch[] stretches(float[] row) {
        List<Stretch> stretches = new ArrayList<>();
        int from = 0;
        while (from < row.length) {
            if (row[from] == 0) {
                from++;
                continue;
            }
            int end = from + 1;
            for (int i = end; i < row.length && i < end + WORTH_SKIPPING; i++) {
                end = row[i] == 0 ? end : i + 1;
            }
            stretches.add(new Stretch(from, Arrays.copyOfRange(row, from, end)));
            from = end;
        }
        return stretches.toArray(Stretch[]::new);
    }

    /** The number of filters. */
    public int size() {
        return filters.length;
    }

    /**
     * {@code out[f] = sum over k of weight(f, k) * spectrum[k]}.
     *
     * @param out receives {@link #size()} values
     */
    public void apply(float[] spectrum, float[] out) {
        for (int f = 0; f < filters.length; f++) {
            float sum = 0;
            for (Stretch stretch : filters[f]) {
                sum += dot(stretch.weights, spectrum, stretch.from);
            }
            out[f] = sum;
        }
    }

    /** Four sums side by side: one alone would wait for each addition to finish. */
    private static float dot(float[] weights, float[] spectrum, int from) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < weights.length; i += 4) {
            a += weights[i] * spectrum[from + i];
            b += weights[i + 1] * spectrum[from + i + 1];
            c += weights[i + 2] * spectrum[from + i + 2];
            d += weights[i + 3] * spectrum[from + i + 3];
        }
        for (; i < weights.length; i++) {
            a += weights[i] * spectrum[from + i];
        }
        return (a + b) + (c + d);
    }
}
