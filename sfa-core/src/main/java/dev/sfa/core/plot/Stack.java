package dev.sfa.core.plot;

import dev.sfa.core.plot.Canvas.Anchor;
import dev.sfa.core.plot.Panel.Key;
import java.util.List;

/**
 * Graphs above one another, over one axis of time.
 *
 * @param duration in seconds
 */
record Stack(double duration, List<Panel> panels) {
    private static final double KEY_SIZE = 12;

    Stack(double duration, Panel... panels) {
        this(duration, List.of(panels));
    }

    void draw(Canvas canvas, Sheet sheet) {
        boolean scale = panels.stream().anyMatch(Panel::hasScale);
        TimeAxis axis = new TimeAxis(sheet.left(), sheet.right(scale), duration, sheet.tickDistance());
        double headings = 0;
        for (Panel panel : panels) {
            headings += sheet.panelGap() + headingHeight(canvas, sheet, axis, panel);
        }
        double room = sheet.height() - sheet.headerHeight() - sheet.axisHeight() - headings;
        double weights = panels.stream().mapToDouble(Panel::weight).sum();
        double top = sheet.headerHeight();
        for (int i = 0; i < panels.size(); i++) {
            Panel panel = panels.get(i);
            top += sheet.panelGap() + headingHeight(canvas, sheet, axis, panel);
            double height = snapped(sheet, room * panel.weight() / weights);
            boolean last = i == panels.size() - 1;
            double bottom = last ? sheet.height() - sheet.axisHeight() : top + height;
            Area area = new Area(axis.left(), top, axis.right(), bottom);
            drawHeading(canvas, sheet, axis, panel, area);
            canvas.rectangle(
                    area.left(),
                    area.top(),
                    area.width(),
                    area.height(),
                    0,
                    sheet.theme().panel());
            if (area.height() > 0) {
                panel.draw(canvas, sheet, area, axis);
            }
            drawTicks(canvas, sheet, axis, area, last);
            top = bottom;
        }
    }

    private static double snapped(Sheet sheet, double height) {
        double unit = sheet.cells() ? Sheet.CELL_HEIGHT : 1;
        return Math.max(sheet.cells() ? unit : 0, Math.round(height / unit) * unit);
    }

    private double headingHeight(Canvas canvas, Sheet sheet, TimeAxis axis, Panel panel) {
        List<Key> keys = panel.keys(sheet, axis);
        return keys.isEmpty() || fits(canvas, sheet, axis, panel, keys) ? sheet.line() : 2 * sheet.line();
    }

    private static boolean fits(Canvas canvas, Sheet sheet, TimeAxis axis, Panel panel, List<Key> keys) {
        double legend =
                keys.stream().mapToDouble(key -> keyWidth(canvas, sheet, key)).sum();
        double heading = canvas.textWidth(panel.heading(), sheet.small());
        return heading + legend <= axis.right() - axis.left();
    }

    private static double keyWidth(Canvas canvas, Sheet sheet, Key key) {
        double swatch = sheet.cells() ? 2 * Sheet.CELL_WIDTH : KEY_SIZE + 8;
        return swatch + canvas.textWidth(key.name(), sheet.small()) + keyGap(sheet);
    }

    private static double keyGap(Sheet sheet) {
        return sheet.cells() ? 2 * Sheet.CELL_WIDTH : 24;
    }

    private void drawHeading(Canvas canvas, Sheet sheet, TimeAxis axis, Panel panel, Area area) {
        double baseline = area.top() - sheet.headingGap();
        List<Key> keys = panel.keys(sheet, axis);
        boolean oneLine = keys.isEmpty() || fits(canvas, sheet, axis, panel, keys);
        String heading = canvas.fitting(panel.heading(), sheet.small(), axis.right() - axis.left());
        canvas.text(heading, area.left(), baseline - (oneLine ? 0 : sheet.line()), Anchor.START, sheet.small());
        double legend =
                keys.stream().mapToDouble(key -> keyWidth(canvas, sheet, key)).sum();
        double swatch = sheet.cells() ? Sheet.CELL_WIDTH : KEY_SIZE;
        double gap = keyGap(sheet);
        double x = oneLine ? area.right() - legend + gap : area.left();
        for (Key key : keys) {
            if (x + keyWidth(canvas, sheet, key) - gap > (sheet.narrow() ? sheet.width() : area.right() + 1)) {
                break;
            }
            if (sheet.cells()) {
                canvas.text("\u25a0", x, baseline, Anchor.START, sheet.small(key.colour()));
            } else {
                canvas.rectangle(x, baseline - 10.5, swatch, swatch, 3, key.colour());
            }
            canvas.text(key.name(), x + swatch + 8, baseline, Anchor.START, sheet.small());
            x += keyWidth(canvas, sheet, key);
        }
    }

    private static void drawTicks(Canvas canvas, Sheet sheet, TimeAxis axis, Area area, boolean labelled) {
        for (double tick : axis.ticks()) {
            double x = axis.x(tick);
            if (sheet.tick() > 0) {
                canvas.line(
                        x,
                        area.bottom(),
                        x,
                        area.bottom() + sheet.tick(),
                        sheet.hairline(),
                        sheet.theme().quiet());
            }
            if (labelled) {
                String label = axis.label(tick);
                double half = canvas.textWidth(label, sheet.small()) / 2;
                canvas.text(
                        label,
                        Math.min(x, sheet.width() - half),
                        area.bottom() + sheet.labelDrop(),
                        Anchor.MIDDLE,
                        sheet.small());
            }
        }
        if (labelled) {
            canvas.text(
                    axis.unit(),
                    (area.left() + area.right()) / 2,
                    area.bottom() + sheet.unitDrop(),
                    Anchor.MIDDLE,
                    sheet.small());
        }
    }

    /** Labels at the left of a graph, and lines across it. */
    static void drawValueAxis(Canvas canvas, Sheet sheet, Area area, List<ValueAxis.Tick> ticks, boolean lines) {
        for (ValueAxis.Tick tick : ticks) {
            double y = area.y(tick.part());
            if (lines) {
                canvas.line(
                        area.left(),
                        y,
                        area.right(),
                        y,
                        sheet.hairline(),
                        sheet.theme().line());
            }
            double at = sheet.cells() ? Math.max(area.top() + 1, Math.min(area.bottom() - 1, y)) : y;
            canvas.text(
                    tick.label(),
                    area.left() - (sheet.cells() ? Sheet.CELL_WIDTH : 12),
                    at + sheet.halfText(),
                    Anchor.END,
                    sheet.small());
        }
    }

    /** How many labels of values have room. */
    static int mostTicks(Sheet sheet, Area area) {
        return (int) Math.max(2, area.height() / (1.6 * sheet.rowDistance()));
    }

    /** A sentence in the middle of a graph that has nothing to show. */
    static void drawAbsence(Canvas canvas, Sheet sheet, Area area, String reason) {
        canvas.text(
                canvas.fitting(reason, sheet.small(), area.width()),
                (area.left() + area.right()) / 2,
                (area.top() + area.bottom()) / 2 + sheet.halfText(),
                Anchor.MIDDLE,
                sheet.small());
    }
}
