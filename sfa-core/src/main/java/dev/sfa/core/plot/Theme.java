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
 * @param accent of what marks moments
 * @param heat from nothing to much
 */
record Theme(
        Color paper,
        Color panel,
        Color ink,
        Color quiet,
        Color line,
        Color first,
        Color second,
        Color accent,
        ColourMap heat) {
    static final Theme DARK = new Theme(
            new Color(0x12151c),
            new Color(0x1a1e27),
            new Color(0xf2f4f8),
            new Color(0x9aa3b2),
            new Color(0x2c3340),
            new Color(0x2f7fb8),
            new Color(0x7cc7f2),
            new Color(0xffb454),
            ColourMap.EMBER);
}
