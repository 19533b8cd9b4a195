package dev.sfa.core.plot;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** The power of the spectrum over time, frequencies on a logarithmic axis. */
record SpectrogramPlot(LogSpectrum spectrum) implements Plot {
    /** What is this many dB below the loudest has the colour of silence. */
    private static final double RANGE = 90;

    private static final double STEP = 15;
    private static final int MOST_LABELS = 20;

    @Override
    public double duration() {
        return spectrum.duration();
    }

    @Override
    public void draw(Canvas canvas, Sheet sheet) {
        double[][] levels = spectrum.decibels();
        double loudest =
                Arrays.stream(levels).flatMapToDouble(Arrays::stream).max().orElse(0);
        double top = Math.max(-RANGE, STEP * Math.ceil(loudest / STEP - 1e-9));
        ValueAxis decibels = new ValueAxis(top - RANGE, top, false);
        List<ValueAxis.Tick> scale = DoubleStream.iterate(top, level -> level - STEP)
                .limit((long) (RANGE / STEP) + 1)
                .mapToObj(level -> new ValueAxis.Tick(decibels.part(level), String.format("%.0f", level + 0.0)))
                .toList();
        Panel panel = new HeatMap(
                1,
                sheet.narrow() ? "frequency in Hz" : "frequency in Hz, logarithmic",
                levels,
                decibels::part,
                false,
                spectrum.axis().ticks(MOST_LABELS),
                "dBFS",
                scale,
                "no samples");
        new Stack(duration(), panel).draw(canvas, sheet);
    }
}
