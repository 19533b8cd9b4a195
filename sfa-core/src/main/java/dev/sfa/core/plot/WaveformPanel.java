package dev.sfa.core.plot;

import java.util.List;

/** Peak and RMS of the samples, mirrored at the middle, with beats, bars, sections and cue points. */
record WaveformPanel(Envelope envelope, Moments moments, FormMarks form) implements Panel {
    @Override
    public double weight() {
        return 1;
    }

    @Override
    public String heading() {
        return "amplitude (full scale = 1)";
    }

    @Override
    public List<Key> keys(Sheet sheet, TimeAxis axis) {
        return Moments.with(
                moments.key(sheet, axis),
                new Key("peak", sheet.theme().first()),
                new Key("RMS", sheet.theme().second()));
    }

    @Override
    public boolean hasScale() {
        return false;
    }

    @Override
    public void draw(Canvas canvas, Sheet sheet, Area area, TimeAxis axis) {
        double largest = Math.max(1, envelope.peak()) / 0.96;
        ValueAxis values = new ValueAxis(-largest, largest, false);
        double[] levels =
                area.height() < 5 * sheet.rowDistance() ? new double[] {-1, 0, 1} : new double[] {-1, -0.5, 0, 0.5, 1};
        Stack.drawValueAxis(
                canvas,
                sheet,
                area,
                java.util.Arrays.stream(levels)
                        .mapToObj(level -> new ValueAxis.Tick(
                                values.part(level),
                                level == 0 ? "0" : String.format(java.util.Locale.ROOT, "%+.1f", level)))
                        .toList(),
                true);
        moments.draw(canvas, sheet, area, axis);
        if (envelope.samples() == 0) {
            Stack.drawAbsence(canvas, sheet, area, "no samples");
            return;
        }
        int columns = (int) (area.width() / sheet.column());
        double[] x = new double[2 * columns];
        double[] outline = new double[2 * columns];
        double[] body = new double[2 * columns];
        for (int i = 0; i < columns; i++) {
            float[] part = envelope.part(i, columns);
            int mirror = 2 * columns - 1 - i;
            x[i] = area.left() + (i + 0.5) * sheet.column();
            x[mirror] = x[i];
            outline[i] = area.y(values.part(part[1])) - 0.5;
            outline[mirror] = area.y(values.part(part[0])) + 0.5;
            body[i] = area.y(values.part(Math.min(part[1], part[2])));
            body[mirror] = area.y(values.part(-Math.min(-part[0], part[2])));
        }
        canvas.area(x, outline, sheet.theme().first());
        canvas.area(x, body, sheet.theme().second());
        form.draw(canvas, sheet, area, axis);
    }
}
