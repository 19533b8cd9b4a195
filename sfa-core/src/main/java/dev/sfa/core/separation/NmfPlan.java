package dev.sfa.core.separation;

import java.util.List;

/**
 * One fit, and what its stems count beside those of other fits of the same audio.
 *
 * @param rounds rounds of updates
 * @param melodyRound after this round, from 0, the voice is held to one melody
 * @param drumSpectra spectra for the drums
 * @param otherSpectra spectra for everything else
 * @param scale length of the frames, 1 for 93 ms; a power of two
 * @param overlap frames that a sample is in, 4 or 2: half of the frames are half of the work
 * @param corrections of its masks, of which the mean is taken
 * @param weights what vocals, drums and bass of this fit count; those of all fits add up to 1
 */
record NmfPlan(
        int rounds,
        int melodyRound,
        int drumSpectra,
        int otherSpectra,
        double scale,
        int overlap,
        List<MaskNetwork> corrections,
        List<Float> weights) {
    private static final int USUAL_OVERLAP = 4;
    private static final List<MaskNetwork> ONE = List.of(MaskNetwork.SMALL);
    private static final List<MaskNetwork> BOTH = List.of(MaskNetwork.SMALL, MaskNetwork.LARGE);
    private static final List<Float> ALL = List.of(1f, 1f, 1f);

    /**
     * Fits whose weighted mean is a separation of this quality. Frames of other lengths make other mistakes.
     */
    static List<NmfPlan> of(Quality quality) {
        return switch (quality) {
            case FAST -> List.of(new NmfPlan(18, 11, 12, 8, 1, 2, ONE, ALL));
            case BALANCED -> List.of(new NmfPlan(36, 22, 16, 8, 1, 4, ONE, ALL));
            case BEST ->
                List.of(
                        new NmfPlan(50, 30, 16, 8, 1, 4, BOTH, List.of(0.75f, 0.75f, 0.75f)),
                        new NmfPlan(50, 30, 16, 8, 2, 4, BOTH, List.of(0.25f, 0.25f, 0.25f)));
        };
    }

    /** How long it is from one frame to the next, 1 for 23 ms. */
    double hopScale() {
        return scale * USUAL_OVERLAP / overlap;
    }

    /** The odd number of frames that lasts as long as {@code width} hops of 23 ms. */
    int frames(int width) {
        return odd(width / hopScale());
    }

    /** The odd number of bins that is as wide as {@code width} bins of scale 1. */
    int bins(int width) {
        return odd(width * scale);
    }

    private static int odd(double width) {
        return 2 * (int) (width / 2) + 1;
    }
}
