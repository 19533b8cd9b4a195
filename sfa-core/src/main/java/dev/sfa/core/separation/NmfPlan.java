package dev.sfa.core.separation;

/**
 * How much work a fit takes.
 *
 * @param rounds rounds of updates
 * @param melodyRound after this round, from 0, the voice is held to one melody
 * @param drumSpectra spectra for the drums
 * @param otherSpectra spectra for everything else
 */
record NmfPlan(int rounds, int melodyRound, int drumSpectra, int otherSpectra) {
    static NmfPlan of(Quality quality) {
        return switch (quality) {
            case FAST -> new NmfPlan(20, 12, 12, 8);
            case BALANCED -> new NmfPlan(50, 30, 16, 8);
            case BEST -> new NmfPlan(50, 30, 16, 8);
        };
    }
}
