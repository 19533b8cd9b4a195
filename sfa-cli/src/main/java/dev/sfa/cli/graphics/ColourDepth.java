package dev.sfa.cli.graphics;

import java.util.Locale;
import java.util.Map;

/** How many colours a terminal shows. */
public enum ColourDepth {
    NONE,
    /** The 256 of xterm. */
    PALETTE,
    /** Eight bits each of red, green and blue. */
    FULL;

    private static final int[] LEVELS = {0, 95, 135, 175, 215, 255};

    /** What the environment says of a terminal that shows colours. */
    public static ColourDepth of(Map<String, String> env) {
        String said = env.getOrDefault("COLORTERM", "").toLowerCase(Locale.ROOT);
        String term = env.getOrDefault("TERM", "");
        boolean full = said.contains("truecolor") || said.contains("24bit") || term.endsWith("-direct");
        return full || term.startsWith("xterm-kitty") || term.startsWith("foot") ? FULL : PALETTE;
    }

    /** The end of the escape sequence that chooses a colour: {@code 38;...} with 38 for letters, 48 for what is behind. */
    String select(int layer, int rgb) {
        int red = rgb >> 16 & 0xff;
        int green = rgb >> 8 & 0xff;
        int blue = rgb & 0xff;
        return this == FULL
                ? layer + ";2;" + red + ";" + green + ";" + blue
                : layer + ";5;" + nearest(red, green, blue);
    }

    /** The nearest of the 6 by 6 by 6 colours and the 24 greys. */
    private static int nearest(int red, int green, int blue) {
        int r = level(red);
        int g = level(green);
        int b = level(blue);
        int mean = (red + green + blue) / 3;
        int grey = Math.max(0, Math.min(23, (mean - 3) / 10));
        int shade = 8 + 10 * grey;
        return distance(red, green, blue, shade, shade, shade)
                        < distance(red, green, blue, LEVELS[r], LEVELS[g], LEVELS[b])
                ? 232 + grey
                : 16 + 36 * r + 6 * g + b;
    }

    private static int level(int value) {
        int best = 0;
        for (int i = 1; i < LEVELS.length; i++) {
            best = Math.abs(LEVELS[i] - value) < Math.abs(LEVELS[best] - value) ? i : best;
        }
        return best;
    }

    private static int distance(int r, int g, int b, int red, int green, int blue) {
        return (r - red) * (r - red) + (g - green) * (g - green) + (b - blue) * (b - blue);
    }
}
