package dev.sfa.core.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Values along y, from {@code low} at the bottom to {@code high} at the top.
 *
 * @param logarithmic equal ratios take equal room; {@code low} is above 0 then
 */
record ValueAxis(double low, double high, boolean logarithmic) {
    private static final double[] ROUND = {1, 2, 5};

    /** A label at a part of the height. */
    record Tick(double part, String label) {}

    /** Where a value is, 0 at the bottom to 1 at the top; values beyond the ends are at the ends. */
    double part(double value) {
        double part = logarithmic
                ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
                : (value - low) / (high - low);
        return Math.max(0, Math.min(1, part));
    }

    /** The value at a part of the height. */
    double value(double part) {
        return logarithmic ? low * Math.pow(high / low, part) : low + part * (high - low);
    }

    /** Round values, at most {@code most} of them. */
    List<Tick> ticks(int most) {
        List<Double> values = logarithmic ? decades(most) : even(most);
        return values.stream().map(value -> new Tick(part(value), label(value))).toList();
    }

    private List<Double> even(int most) {
        double step = Math.pow(10, Math.floor(Math.log10((high - low) / Math.max(1, most))));
        for (int i = 0; Math.floor(high / step) - Math.ceil(low / step) + 1 > most; i++) {
            step *= i % 3 == 1 ? 2.5 : 2;
        }
        List<Double> values = new ArrayList<>();
        for (double k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) {
            values.add(k * step);
        }
        return values;
    }

    private List<Double> decades(int most) {
        List<Double> values = new ArrayList<>();
        for (double decade = Math.pow(10, Math.floor(Math.log10(low))); decade <= high; decade *= 10) {
            for (double digit : ROUND) {
                if (digit * decade >= low && digit * decade <= high) {
                    values.add(digit * decade);
                }
            }
        }
        if (values.size() <= most) {
            return values;
        }
        List<Double> powers = new ArrayList<>();
        int stride = Math.max(1, (int) Math.ceil(Math.log10(high / low) / Math.max(1, most - 1) - 1e-9));
        for (double power = Math.pow(10, Math.floor(Math.log10(high) + 1e-9)); power >= low * (1 - 1e-9); ) {
            powers.add(0, power);
            power /= Math.pow(10, stride);
        }
        return powers;
    }

    private String label(double value) {
        if (Math.abs(value) >= 1000) {
            return String.format(Locale.ROOT, value % 1000 == 0 ? "%.0fk" : "%.1fk", value / 1000);
        }
        if (logarithmic && value < 0.001) {
            return "1e" + Math.round(Math.log10(value));
        }
        double finest = logarithmic ? value : (high - low) / 10;
        int decimals = (int) Math.max(0, Math.min(6, Math.ceil(-Math.log10(Math.max(1e-9, finest)) - 1e-9)));
        String text = String.format(Locale.ROOT, "%." + decimals + "f", Math.abs(value) < 1e-12 ? 0 : value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}
