package dev.sfa.core.plot;

import dev.sfa.core.analysis.FeatureTree;
import dev.sfa.core.plot.Canvas.Anchor;
import dev.sfa.core.plot.Canvas.Style;
import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The five numbers of a recording, each from 0 to 1: as a star, and as bars with their values. */
record RadarPlot(double duration, FeatureTree features) implements Plot {
    /**
     * An axis.
     *
     * @param key in the features, under {@code radar}
     */
    private record Spoke(String key, String name, String meaning) {}

    private static final List<Spoke> SPOKES = List.of(
            new Spoke("energy", "energy", "level, -40 to -8 dB"),
            new Spoke("tempo", "tempo", "100 to 180 BPM"),
            new Spoke("brightness", "brightness", "0.5 to 4 kHz"),
            new Spoke("rhythmic_complexity", "rhythm", "rhythmic complexity"),
            new Spoke("harmonic_richness", "harmony", "harmonic richness"));

    @Override
    public void draw(Canvas canvas, Sheet sheet) {
        double top = sheet.headerHeight() + sheet.panelGap() + (sheet.cells() ? 0 : 10);
        double bottom = sheet.height() - (sheet.cells() ? 0 : 50);
        double starWidth = sheet.narrow() ? sheet.width() : sheet.width() * (sheet.cells() ? 0.55 : 0.56);
        double barsHeight = sheet.narrow() ? 2 * SPOKES.size() * sheet.line() : 0;
        if (sheet.narrow() && bottom - top - barsHeight < 9 * sheet.line()) {
            barsHeight = SPOKES.size() * sheet.line();
        }
        star(canvas, sheet, new Area(sheet.cells() ? 0 : 60, top, starWidth, bottom - barsHeight));
        if (sheet.narrow()) {
            bars(canvas, sheet, new Area(0, bottom - barsHeight, sheet.width(), bottom));
        } else {
            double middle = (top + bottom) / 2;
            double left = starWidth + (sheet.cells() ? 2 * Sheet.CELL_WIDTH : 60);
            double half = SPOKES.size() * (sheet.cells() ? 1.5 * sheet.line() : 46);
            bars(
                    canvas,
                    sheet,
                    new Area(
                            sheet.cells() ? Math.floor(left / Sheet.CELL_WIDTH) * Sheet.CELL_WIDTH : left,
                            Math.max(top, middle - half),
                            sheet.width() - (sheet.cells() ? Sheet.CELL_WIDTH : 96),
                            Math.min(bottom, middle + half)));
        }
    }

    private Optional<Double> value(Spoke spoke) {
        return features.number("radar." + spoke.key()).map(value -> Math.max(0, Math.min(1, value)));
    }

    private void star(Canvas canvas, Sheet sheet, Area area) {
        Theme theme = sheet.theme();
        double margin = sheet.cells() ? sheet.line() : 44;
        double x = (area.left() + area.right()) / 2;
        // A pentagon reaches further up than down.
        double radius = Math.min(
                (area.height() - 2 * margin) / (1 + Math.cos(Math.PI / SPOKES.size())),
                (area.width() - (sheet.cells() ? 16 * Sheet.CELL_WIDTH : 200)) / 2);
        radius = Math.max(sheet.line(), radius);
        double height = radius * (1 + Math.cos(Math.PI / SPOKES.size()));
        double y = (area.top() + area.bottom() - height) / 2 + radius;
        for (double level : new double[] {1, 0.75, 0.5, 0.25}) {
            double[][] ring = corners(x, y, radius, index -> level);
            canvas.area(ring[0], ring[1], level == 1 ? theme.panel() : Theme.translucent(theme.line(), 70));
            double[][] closed = closed(ring);
            canvas.polyline(
                    closed[0],
                    closed[1],
                    sheet.hairline(),
                    theme.line().equals(theme.paper()) ? theme.first() : theme.line());
        }
        double[][] ends = corners(x, y, radius, index -> 1.0);
        for (int i = 0; i < SPOKES.size(); i++) {
            canvas.line(x, y, ends[0][i], ends[1][i], sheet.hairline(), theme.line());
        }
        double[][] found =
                corners(x, y, radius, index -> value(SPOKES.get(index)).orElse(0.0));
        canvas.area(found[0], found[1], Theme.translucent(theme.second(), 90));
        double[][] outline = closed(found);
        canvas.polyline(outline[0], outline[1], 1.5 * sheet.stroke(), theme.second());
        for (int i = 0; i < SPOKES.size(); i++) {
            canvas.disc(found[0][i], found[1][i], sheet.cells() ? 3 : 6, theme.second());
        }
        if (!sheet.cells()) {
            for (double level : new double[] {0.5, 1}) {
                canvas.text(
                        String.format(Locale.ROOT, "%.1f", level),
                        x - 7,
                        y - level * radius + 16,
                        Anchor.END,
                        new Style(12, false, theme.quiet()));
            }
        }
        names(canvas, sheet, x, y, radius);
    }

    private void names(Canvas canvas, Sheet sheet, double x, double y, double radius) {
        double away = radius + (sheet.cells() ? 10 : 18);
        double[][] places = corners(x, y, away, index -> 1.0);
        Style style = new Style(17, false, sheet.theme().ink());
        for (int i = 0; i < SPOKES.size(); i++) {
            double sideways = places[0][i] - x;
            Anchor anchor = Math.abs(sideways) < 1 ? Anchor.MIDDLE : sideways > 0 ? Anchor.START : Anchor.END;
            double baseline = places[1][i] + (i == 0 ? 0 : sheet.halfText() + (places[1][i] > y ? 6 : 0));
            canvas.text(SPOKES.get(i).name(), places[0][i], baseline, anchor, style);
        }
    }

    private void bars(Canvas canvas, Sheet sheet, Area area) {
        double row = area.height() / SPOKES.size();
        if (sheet.cells()) {
            row = Math.max(sheet.line(), Math.floor(row / sheet.line()) * sheet.line());
        }
        for (int i = 0; i < SPOKES.size(); i++) {
            double top = area.top() + i * row;
            if (sheet.cells()) {
                top = Math.round(top / sheet.line()) * sheet.line();
            }
            bar(canvas, sheet, SPOKES.get(i), area, top, row);
        }
    }

    private void bar(Canvas canvas, Sheet sheet, Spoke spoke, Area area, double top, double row) {
        Theme theme = sheet.theme();
        Optional<Double> value = value(spoke);
        String number = value.map(v -> String.format(Locale.ROOT, "%.2f", v)).orElse("not known");
        Color colour = value.isPresent() ? theme.second() : theme.quiet();
        if (sheet.cells()) {
            double baseline = top + 12;
            canvas.text(spoke.name(), area.left(), baseline, Anchor.START, new Style(15, false, theme.ink()));
            canvas.text(number, area.right(), baseline, Anchor.END, new Style(15, true, colour));
            double left = area.left() + 11 * Sheet.CELL_WIDTH;
            double right = area.right() - (number.length() + 1) * Sheet.CELL_WIDTH;
            if (row >= 2 * sheet.line()) {
                canvas.text(spoke.meaning(), left, baseline + sheet.line(), Anchor.START, sheet.small());
            }
            canvas.rectangle(left, top + 8, right - left, 8, 0, theme.panel());
            double cells = Math.round(value.orElse(0.0) * (right - left) / Sheet.CELL_WIDTH);
            canvas.rectangle(left, top + 8, cells * Sheet.CELL_WIDTH, 8, 0, theme.second());
            return;
        }
        double middle = top + row / 2;
        Style strong = new Style(18, true, theme.ink());
        double named = canvas.textWidth(spoke.name(), strong) + 14;
        double room = area.width() - named - canvas.textWidth(number, strong) - 14;
        canvas.text(spoke.name(), area.left(), middle - 8, Anchor.START, strong);
        if (canvas.textWidth(spoke.meaning(), sheet.small()) <= room) {
            canvas.text(spoke.meaning(), area.left() + named, middle - 8, Anchor.START, sheet.small());
        }
        canvas.text(number, area.right(), middle - 8, Anchor.END, new Style(18, true, colour));
        canvas.rectangle(area.left(), middle + 4, area.width(), 10, 5, theme.panel());
        if (value.isPresent()) {
            canvas.rectangle(area.left(), middle + 4, Math.max(10, value.get() * area.width()), 10, 5, theme.second());
        }
    }

    private interface Reach {
        double of(int index);
    }

    /** The corners of a star, clockwise from the top. */
    private static double[][] corners(double x, double y, double radius, Reach reach) {
        int count = SPOKES.size();
        double[][] corners = new double[2][count];
        for (int i = 0; i < count; i++) {
            double angle = 2 * Math.PI * i / count;
            corners[0][i] = x + radius * reach.of(i) * Math.sin(angle);
            corners[1][i] = y - radius * reach.of(i) * Math.cos(angle);
        }
        return corners;
    }

    private static double[][] closed(double[][] corners) {
        int count = corners[0].length;
        double[][] closed = new double[2][count + 1];
        for (int axis = 0; axis < 2; axis++) {
            System.arraycopy(corners[axis], 0, closed[axis], 0, count);
            closed[axis][count] = corners[axis][0];
        }
        return closed;
    }
}
