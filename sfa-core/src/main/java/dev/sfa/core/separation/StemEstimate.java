package dev.sfa.core.separation;

/**
 * What a fit of the model says about a block, by rows of {@link RowLayout}. In the order vocals, drums, bass, other.
 *
 * @param parts {@code [stem][middle, side][row][time]}: what each stem explains of the magnitudes
 * @param combs {@code [row][time]}: the voice without its envelope
 * @param sings for each time, whether there is a melody
 * @param percussive {@code [row][time]}: what median filters say is percussive of middle and side together
 */
record StemEstimate(float[][][][] parts, float[][] combs, boolean[] sings, float[][] percussive) {
    static final int STEMS = 4;
}
