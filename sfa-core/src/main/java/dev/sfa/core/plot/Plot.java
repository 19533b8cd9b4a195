package dev.sfa.core.plot;

/** What a picture shows below its title. */
sealed interface Plot
        permits BeatsPlot, ChromaPlot, MfccPlot, OverviewPlot, RadarPlot, SpectralPlot, SpectrogramPlot, WaveformPlot {
    void draw(Canvas canvas, Sheet sheet);

    /** In seconds. */
    double duration();
}
