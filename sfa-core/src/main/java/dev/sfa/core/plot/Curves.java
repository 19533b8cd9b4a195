package dev.sfa.core.plot;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lines over time.
 *
 * @param axis of the values
 * @param curves those there are; frames are spread evenly over the time
 * @param moments drawn behind the curves; empty for none
 * @param absence what to say where there are no curves
 */
record Curves(
        double weight, String heading, ValueAxis axis, List<Curve> curves, Optional<Moments> moments, String absence)
        implements Panel {
    /**
     * A line.
     *
     * @param colour of a theme
     * @param filled whether the room below it is filled
     */
    record Curve(String name, double[] values, Function<Theme, Color> colour, boolean filled) {}

    @Override
    public List<Key> keys(Sheet sheet, TimeAxis time) {
        List<Key> keys = new ArrayList<>();
        curves.forEach(curve -> keys.add(new Key(curve.name(), curve.colour().apply(sheet.theme()))));
        moments.flatMap(some -> some.key(sheet, time)).ifPresent(keys::add);
        return keys;
    }

    @Override
    public boolean hasScale() {
        return false;
    }

    @Override
    public void draw(Canvas canvas, Sheet sheet, Area area, TimeAxis time) {
        Stack.drawValueAxis(canvas, sheet, area, axis.ticks(Stack.mostTicks(sheet, area)), true);
        moments.ifPresent(some -> some.draw(canvas, sheet, area, time));
        if (curves.stream().allMatch(curve -> curve.values().length == 0)) {
            Stack.drawAbsence(canvas, sheet, area, absence);
        }
        for (Curve curve : curves) {
            if (curve.values().length > 0) {
                draw(canvas, sheet, area, curve);
            }
        }
    }

    private void draw(Canvas canvas, Sheet sheet, Area area, Curve curve) {
        double[] values = curve.values();
        Color colour = curve.colour().apply(sheet.theme());
        int columns = (int) Math.max(1, Math.min(values.length, area.width() / (sheet.cells() ? 4 : 2)));
        double[] x = new double[columns];
        double[] y = new double[columns];
        double[] bandX = new double[2 * columns];
        double[] bandY = new double[2 * columns];
        for (int i = 0; i < columns; i++) {
            int from = (int) ((long) i * values.length / columns);
            int to = Math.max(from + 1, (int) ((long) (i + 1) * values.length / columns));
            double sum = 0;
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int t = from; t < to; t++) {
                sum += values[t];
                least = Math.min(least, values[t]);
                most = Math.max(most, values[t]);
            }
            x[i] = area.left() + (i + 0.5) * area.width() / columns;
            y[i] = area.y(axis.part(curve.filled() ? most : sum / (to - from)));
            int mirror = 2 * columns - 1 - i;
            bandX[i] = x[i];
            bandX[mirror] = x[i];
            bandY[i] = area.y(axis.part(most));
            bandY[mirror] = curve.filled() ? area.bottom() : area.y(axis.part(least));
        }
        if (columns > 1) {
            canvas.area(bandX, bandY, Theme.translucent(colour, curve.filled() ? 90 : 50));
            canvas.polyline(x, y, sheet.stroke(), colour);
        } else {
            canvas.disc(x[0], y[0], 2 * sheet.stroke(), colour);
        }
    }
}
