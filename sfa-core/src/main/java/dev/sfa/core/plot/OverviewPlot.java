package dev.sfa.core.plot;

import dev.sfa.core.analysis.FeatureTree;

/** The waveform with beats and bars above, the chromagram below where there is one. */
record OverviewPlot(double duration, Envelope envelope, FeatureTree features) implements Plot {
    @Override
    public void draw(Canvas canvas, Sheet sheet) {
        WaveformPanel waveform = new WaveformPanel(envelope, new Moments(features), new FormMarks(features));
        boolean both = features.rows("chroma.values").length > 0;
        Stack stack =
                both ? new Stack(duration, waveform, ChromaPlot.panel(features, 0.93)) : new Stack(duration, waveform);
        stack.draw(canvas, sheet);
    }
}
