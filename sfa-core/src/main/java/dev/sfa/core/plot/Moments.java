package dev.sfa.core.plot;

import dev.sfa.core.analysis.FeatureTree;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Beats and first beats of bars as lines over a graph; both are thinned out in a long recording. */
final class Moments {
    /** Lines nearer to one another than this, in pixels, are thinned out. */
    private static final double APART = 7;

    private final double[] beats;
    private final double[] bars;

    Moments(FeatureTree features) {
        this.beats = features.numbers("beats.times");
        this.bars = features.numbers("beats.downbeats");
    }

    /** What the lines stand for; empty where there are none. */
    Optional<Panel.Key> key(Sheet sheet, TimeAxis axis) {
        int barStride = stride(bars, sheet, axis);
        String names = stride(beats, sheet, axis) == 1 ? "beats" : "";
        if (barStride > 0) {
            names += (names.isEmpty() ? "" : ", ") + (barStride == 1 ? "bars" : "every " + barStride + "th bar");
        }
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(new Panel.Key(names, sheet.theme().accent()));
    }

    static List<Panel.Key> with(Optional<Panel.Key> moments, Panel.Key... others) {
        List<Panel.Key> keys = new ArrayList<>(List.of(others));
        moments.ifPresent(keys::add);
        return keys;
    }

    void draw(Canvas canvas, Sheet sheet, Area area, TimeAxis axis) {
        if (stride(beats, sheet, axis) == 1) {
            for (double beat : beats) {
                draw(canvas, sheet, area, axis.x(beat), false);
            }
        }
        int stride = stride(bars, sheet, axis);
        for (int i = 0; stride > 0 && i < bars.length; i += stride) {
            draw(canvas, sheet, area, axis.x(bars[i]), true);
        }
    }

    private void draw(Canvas canvas, Sheet sheet, Area area, double at, boolean bar) {
        Color accent = sheet.theme().accent();
        Color line = Theme.translucent(accent, bar ? 150 : bars.length > 1 ? 60 : 110);
        if (sheet.cells()) {
            // Within one character, so that the line is as thin as blocks can be.
            double x = Math.floor(at / Sheet.CELL_WIDTH) * Sheet.CELL_WIDTH + 1;
            if (!sheet.theme().equals(Theme.GREY)) {
                canvas.line(x, area.top() + Sheet.CELL_HEIGHT, x, area.bottom(), 2, line);
            }
            double baseline = area.top() + sheet.labelDrop();
            canvas.text(bar ? "\u25bc" : "\u25be", x - 1, baseline, Canvas.Anchor.START, sheet.small(accent));
            return;
        }
        canvas.line(at, area.top(), at, area.bottom(), sheet.hairline(), line);
        double half = bar ? 5 : 2.5;
        canvas.area(
                new double[] {at - half, at + half, at},
                new double[] {area.top(), area.top(), area.top() + (bar ? 9 : 5)},
                accent);
    }

    /** Every how manieth of these moments can be drawn; 0 where there are none. */
    private static int stride(double[] moments, Sheet sheet, TimeAxis axis) {
        if (moments.length < 2) {
            return 0;
        }
        double least = sheet.cells() ? 2 * Sheet.CELL_WIDTH : APART;
        double apart = (axis.x(moments[moments.length - 1]) - axis.x(moments[0])) / (moments.length - 1);
        int stride = 1;
        while (stride * apart < least && stride < moments.length) {
            stride *= 4;
        }
        return stride;
    }
}
