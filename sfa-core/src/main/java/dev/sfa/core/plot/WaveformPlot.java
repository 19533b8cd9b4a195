package dev.sfa.core.plot;

import dev.sfa.core.analysis.FeatureTree;

/** The waveform with beats, bars, sections and cue points. */
record WaveformPlot(double duration, Envelope envelope, FeatureTree features) implements Plot {
    @Override
    public void draw(Canvas canvas, Sheet sheet) {
        new Stack(duration, new WaveformPanel(envelope, new Moments(features), new FormMarks(features)))
                .draw(canvas, sheet);
    }
}
