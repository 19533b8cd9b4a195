package dev.sfa.core.plot;

/**
 * Colours for values from 0 to 1 that grow evenly lighter, so that they read in grey too.
 *
 * @param stops colours at even distances, as 0xRRGGBB
 */
record ColourMap(int[] stops) {
    /** From night through violet and orange to pale yellow. */
    static final ColourMap EMBER = new ColourMap(new int[] {
        0x0d0f16, 0x1d1538, 0x3b1a5c, 0x641f6b, 0x8e2a68, 0xb83c58, 0xdb5a43, 0xf1832f, 0xf9b239, 0xfae28c
    });

    /** The colour of a value as 0xRRGGBB; values beyond the ends are those of the ends. */
    int rgb(double value) {
        double at = Math.max(0, Math.min(1, value)) * (stops.length - 1);
        int i = Math.min(stops.length - 2, (int) at);
        double part = at - i;
        return mix(stops[i], stops[i + 1], part, 16)
                | mix(stops[i], stops[i + 1], part, 8)
                | mix(stops[i], stops[i + 1], part, 0);
    }

    private static int mix(int from, int to, double part, int shift) {
        int a = from >> shift & 0xff;
        int b = to >> shift & 0xff;
        return (int) Math.round(a + part * (b - a)) << shift;
    }
}
