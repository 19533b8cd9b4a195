package dev.sfa.core.separation;

/**
 * The spectra of one frame, one per channel.
 *
 * @param re real parts, {@code [channel][bin]}
 * @param im imaginary parts, {@code [channel][bin]}
 */
record ChannelSpectra(float[][] re, float[][] im) {
    static ChannelSpectra zeros(int channels, int bins) {
        return new ChannelSpectra(new float[channels][bins], new float[channels][bins]);
    }

    int channels() {
        return re.length;
    }

    int bins() {
        return re[0].length;
    }
}
