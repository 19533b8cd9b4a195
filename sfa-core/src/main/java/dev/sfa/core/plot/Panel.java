package dev.sfa.core.plot;

import java.awt.Color;
import java.util.List;

/** A graph over time. */
interface Panel {
    /** An entry of a legend. */
    record Key(String name, Color colour) {}

    /** Its part of the height, in relation to the others'. */
    double weight();

    /** What it shows, and in which unit. */
    String heading();

    /** Its legend. */
    List<Key> keys(Sheet sheet, TimeAxis axis);

    /** Whether it has a scale of colours at its right. */
    boolean hasScale();

    void draw(Canvas canvas, Sheet sheet, Area area, TimeAxis axis);
}
