package dev.sfa.core.separation;

import java.io.IOException;

/** Takes the stems of a separation block by block. */
@FunctionalInterface
public interface StemSink {
    /**
     * Appends samples to one stem. The array belongs to the caller again afterwards.
     *
     * @param samples one array per channel
     * @param from index of the first frame
     * @param frames how many frames
     */
    void write(StemType stem, float[][] samples, int from, int frames) throws IOException;
}
