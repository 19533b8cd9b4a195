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
 * @param corrected whether {@link MaskNetwork} corrects the masks, at a sixth of the cost of fast
 * @param weights what vocals, drums and bass of this fit count; those of all fits add up to 1
 */
record NmfPlan(
        int rounds,
        int melodyRound,
        int drumSpectra,
        int otherSpectra,
        double scale,
        boolean corrected,
        List<Float> weights) {
    private static final List<Float> ALL = List.of(1f, 1f, 1f);

    /**
     * Fits whose weighted mean is a separation of this quality. Frames of other lengths make other mistakes.
     */
    static List<NmfPlan> of(Quality quality) {
        return switch (quality) {
            case FAST -> List.of(new NmfPlan(20, 12, 12, 8, 1, false, ALL));
            case BALANCED -> List.of(new NmfPlan(50, 30, 16, 8, 1, true, ALL));
            case BEST ->
                List.of(
                        new NmfPlan(50, 30, 16, 8, 1, true, List.of(0.75f, 0.75f, 0.75f)),
                        new NmfPlan(50, 30, 16, 8, 2, true, List.of(0.25f, 0.25f, 0.25f)));
        };
    }

    /** The odd number of frames that lasts as long as {@code width} frames of scale 1. */
    int frames(int width) {
        return odd(width / scale);
    }

    /** The odd number of bins that is as wide as {@code width} bins of scale 1. */
    int bins(int width) {
        return odd(width * scale);
    }

    private static int odd(double width) {
        return 2 * (int) (width / 2) + 1;
    }
}
