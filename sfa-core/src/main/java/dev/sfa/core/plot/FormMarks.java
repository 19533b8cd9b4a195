package dev.sfa.core.plot;

import dev.sfa.core.analysis.FeatureTree;
import java.awt.Color;
import java.util.List;

/** Where sections begin, with their letters along the top of a graph, and cue points, with their names along its bottom. */
record FormMarks(List<FeatureTree> sections, List<FeatureTree> cues) {
    FormMarks(FeatureTree features) {
        this(features.objects("structure.sections"), features.objects("structure.cues"));
    }

    void draw(Canvas canvas, Sheet sheet, Area area, TimeAxis axis) {
        Color ink = sheet.theme().ink();
        Color accent = sheet.theme().accent();
        // In characters, the top line is that of the beats.
        double top = area.top() + (sheet.cells() ? sheet.line() : 0) + sheet.labelDrop();
        double free = area.left();
        for (FeatureTree section : sections) {
            double at = axis.x(section.number("start").orElse(0.0));
            if (at > area.left() + 1) {
                line(canvas, sheet, at, area.top(), area.bottom(), ink);
            }
            free = label(canvas, sheet, area, section.text("label").orElse(""), at, free, top, ink);
        }
        double bottom = area.bottom() - sheet.headingGap() + (sheet.cells() ? 1 : 0);
        free = area.left();
        for (FeatureTree cue : cues) {
            double at = axis.x(cue.number("time").orElse(0.0));
            line(canvas, sheet, at, area.bottom() - area.height() / 8, area.bottom(), accent);
            free = label(canvas, sheet, area, cue.text("name").orElse(""), at, free, bottom, accent);
        }
    }

    private static void line(Canvas canvas, Sheet sheet, double at, double from, double to, Color colour) {
        double x = sheet.cells() ? Math.floor(at / Sheet.CELL_WIDTH) * Sheet.CELL_WIDTH + 1 : at;
        canvas.line(x, from, x, to, sheet.stroke(), Theme.translucent(colour, 190));
    }

    /**
     * Unless it would run into the one before or out of the graph.
     *
     * @return where the next may begin
     */
    private static double label(
            Canvas canvas, Sheet sheet, Area area, String text, double at, double free, double baseline, Color colour) {
        double gap = sheet.cells() ? Sheet.CELL_WIDTH : 6;
        double end = at + gap + canvas.textWidth(text, sheet.small());
        if (at < free || end > area.right()) {
            return free;
        }
        if (!sheet.cells()) {
            canvas.rectangle(
                    at + gap / 2,
                    baseline - 14,
                    end - at,
                    19,
                    4,
                    Theme.translucent(sheet.theme().panel(), 200));
        }
        canvas.text(text, at + gap, baseline, Canvas.Anchor.START, sheet.small(colour));
        return end + gap;
    }
}
