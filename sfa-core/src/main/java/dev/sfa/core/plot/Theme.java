package dev.sfa.core.plot;

import java.awt.Color;

/**
 * The colours of a picture.
 *
 * @param paper behind everything
 * @param panel behind a graph
 * @param ink for what is said loudest
 * @param quiet for axes and units
 * @param line for frames and grids
 * @param first the colour of the first thing a graph shows
 * @param second of the second, lighter or darker than the first
 * @param third of the third
 * @param accent of what marks moments
 * @param heat from nothing to much
 * @param swing from far below the middle to far above
 */
public record Theme(
        Color paper,
        Color panel,
        Color ink,
        Color quiet,
        Color line,
        Color first,
        Color second,
        Color third,
        Color accent,
        ColourMap heat,
        ColourMap swing) {
    public static final Theme DARK = new Theme(
            new Color(0x12151c),
            new Color(0x1a1e27),
            new Color(0xf2f4f8),
            new Color(0x9aa3b2),
            new Color(0x2c3340),
            new Color(0x2f7fb8),
            new Color(0x7cc7f2),
            new Color(0x8fd694),
            new Color(0xffb454),
            ColourMap.EMBER,
            ColourMap.BLUE_NIGHT_ORANGE);
    public static final Theme LIGHT = new Theme(
            new Color(0xffffff),
            new Color(0xf5f6f9),
            new Color(0x161a22),
            new Color(0x596273),
            new Color(0xdde1e8),
            new Color(0x8cc3e8),
            new Color(0x1f6fa8),
            new Color(0x2c8a4b),
            new Color(0xc85a00),
            ColourMap.INK,
            ColourMap.BLUE_WHITE_ORANGE);
    /** Brightness only, for what shows no colours: nothing is black, much is white. */
    public static final Theme GREY = new Theme(
            Color.BLACK,
            Color.BLACK,
            Color.WHITE,
            new Color(0xc0c0c0),
            Color.BLACK,
            new Color(0x808080),
            Color.WHITE,
            new Color(0xc0c0c0),
            Color.WHITE,
            ColourMap.GREY,
            ColourMap.GREY);

    static Color translucent(Color colour, int alpha) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
    }
}
