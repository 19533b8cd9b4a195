package dev.sfa.core.separation;

/** What a {@link KlNmf} found out of a block: how each of its frames divides into stems. */
interface BlockFit {
    /** Divides frames, one after the other. */
    @FunctionalInterface
    interface Divider {
        /**
         * Divides frame t.
         *
         * @param mixture the frame's spectra
         * @param stems receive the spectra of vocals, drums and bass; the rest is {@code other}
         */
        void divide(int t, ChannelSpectra mixture, ChannelSpectra[] stems);
    }

    /** A divider for one thread; several may work at a time. */
    Divider divider();
}
