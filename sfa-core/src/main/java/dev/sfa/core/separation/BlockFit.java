package dev.sfa.core.separation;

/** What a {@link BlockModel} found out of a block: how each of its frames divides into stems. */
@FunctionalInterface
interface BlockFit {
    /**
     * Divides frame t.
     *
     * @param mixture the frame's spectra
     * @param stems receive the spectra of vocals, drums and bass; the rest is {@code other}
     */
    void divide(int t, ChannelSpectra mixture, ChannelSpectra[] stems);
}
