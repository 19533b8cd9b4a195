package dev.sfa.core.plot;

/**
 * Colours for values from 0 to 1.
 *
 * @param stops colours at even distances, as 0xRRGGBB
 */
record ColourMap(int[] stops) {
    /** From night through violet and orange to pale yellow: evenly lighter, so that it reads in grey too. */
    static final ColourMap EMBER = new ColourMap(new int[] {
        0x0d0f16, 0x1d1538, 0x3b1a5c, 0x641f6b, 0x8e2a68, 0xb83c58, 0xdb5a43, 0xf1832f, 0xf9b239, 0xfae28c
    });
    /** The same way on white paper: evenly darker. */
    static final ColourMap INK = new ColourMap(new int[] {
        0xfdfbf6, 0xfbead0, 0xf9d09f, 0xf4ab72, 0xe8825b, 0xcf5b58, 0xa63f63, 0x772d68, 0x481f59, 0x1f1438
    });
    /** From blue through the colour of the panel to orange: how far from the middle, and on which side. */
    static final ColourMap BLUE_NIGHT_ORANGE = new ColourMap(
            new int[] {0xa5dcff, 0x4aa3e0, 0x256a9e, 0x1f3e5a, 0x1a1e27, 0x51371f, 0x9a5c1c, 0xe18c2b, 0xffd08a});

    static final ColourMap BLUE_WHITE_ORANGE = new ColourMap(
            new int[] {0x0b3c66, 0x1f6fa8, 0x6faedb, 0xbddcf0, 0xf5f6f9, 0xf9d9b6, 0xee9f55, 0xc85a00, 0x6e2f00});
    static final ColourMap GREY = new ColourMap(new int[] {0x000000, 0xffffff});

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
