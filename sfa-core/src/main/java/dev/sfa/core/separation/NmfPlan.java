package dev.sfa.core.separation;

/**
 * How much work a fit takes.
 *
 * @param rounds rounds of updates
 * @param melodyRound after this round, from 0, the voice is held to one melody
 * @param drumSpectra spectra for the drums
 * @param otherSpectra spectra for everything else
 */
record NmfPlan(int rounds, int melodyRound, int drumSpectra, int otherSpectra) {}
