package dev.sfa.core.plot;

import dev.sfa.core.plot.Canvas.Anchor;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Colours over time and rows.
 *
 * @param values {@code [row][frame]}, lowest row first; frames are spread evenly over the time
 * @param shade from a value to 0 to 1, the place in the colours
 * @param swing whether the middle is neutral: colours for both sides of it
 * @param rows labels of the rows: where in the height, and what
 * @param scaleName what the colours measure
 * @param scale labels of the colours
 * @param absence what to say where there are no values
 */
record HeatMap(
        double weight,
        String heading,
        double[][] values,
        DoubleUnaryOperator shade,
        boolean swing,
        List<ValueAxis.Tick> rows,
        String scaleName,
        List<ValueAxis.Tick> scale,
        String absence)
        implements Panel {
    @Override
    public List<Key> keys(Sheet sheet, TimeAxis axis) {
        return List.of();
    }

    @Override
    public boolean hasScale() {
        return true;
    }

    @Override
    public void draw(Canvas canvas, Sheet sheet, Area area, TimeAxis axis) {
        if (values.length == 0 || values[0].length == 0) {
            Stack.drawAbsence(canvas, sheet, area, absence);
            return;
        }
        canvas.pixels(colours(sheet, area), area.left(), area.top(), area.width(), area.height());
        Stack.drawValueAxis(canvas, sheet, area, thinned(sheet, area), false);
        drawScale(canvas, sheet, area);
    }

    private int[][] colours(Sheet sheet, Area area) {
        ColourMap map = swing ? sheet.theme().swing() : sheet.theme().heat();
        int columns = Math.max(1, (int) (area.width() / sheet.column()));
        int frames = values[0].length;
        int[][] rgb = new int[values.length][columns];
        for (int row = 0; row < values.length; row++) {
            for (int i = 0; i < columns; i++) {
                int from = (int) ((long) i * frames / columns);
                int to = Math.max(from + 1, (int) ((long) (i + 1) * frames / columns));
                double sum = 0;
                for (int t = from; t < to; t++) {
                    sum += values[row][t];
                }
                rgb[values.length - 1 - row][i] = map.rgb(shade.applyAsDouble(sum / (to - from)));
            }
        }
        return rgb;
    }

    /** As many of the labels as have room, at even distances. */
    private List<ValueAxis.Tick> thinned(Sheet sheet, Area area) {
        int stride = 1;
        while (rows.size() > 1
                && Math.abs(rows.get(1).part() - rows.get(0).part()) * stride * area.height()
                        < sheet.rowDistance() - 1) {
            stride++;
        }
        int step = stride;
        return java.util.stream.IntStream.range(0, rows.size())
                .filter(i -> i % step == 0)
                .mapToObj(rows::get)
                .toList();
    }

    private void drawScale(Canvas canvas, Sheet sheet, Area area) {
        ColourMap map = swing ? sheet.theme().swing() : sheet.theme().heat();
        int[][] rgb = new int[(int) Math.max(2, area.height() / (sheet.cells() ? 2 : 1))][1];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i][0] = map.rgb(1 - (double) i / (rgb.length - 1));
        }
        double x = area.right() + (sheet.cells() ? Sheet.CELL_WIDTH : 24);
        double width = sheet.cells() ? Sheet.CELL_WIDTH : 16;
        canvas.pixels(rgb, x, area.top(), width, area.height());
        double last = Double.POSITIVE_INFINITY;
        for (ValueAxis.Tick tick : scale) {
            double y = area.y(tick.part());
            double at = sheet.cells() ? Math.max(area.top() + 1, Math.min(area.bottom() - 1, y)) : y;
            if (Math.abs(last - at) < sheet.rowDistance() - 1) {
                continue;
            }
            last = at;
            if (sheet.tick() > 0) {
                canvas.line(x + width, y, x + width + 5, y, 1, sheet.theme().quiet());
            }
            canvas.text(
                    tick.label(),
                    x + width + (sheet.cells() ? 0 : 10),
                    at + sheet.halfText(),
                    Anchor.START,
                    sheet.small());
        }
        double end = sheet.cells() ? sheet.width() : sheet.width() - 14;
        canvas.text(scaleName, end, area.top() - sheet.headingGap(), Anchor.END, sheet.small());
    }
}
