package dev.sfa.core.plot;

import java.util.List;

/**
 * A picture made of characters.
 *
 * @param rows from the top, each of one length
 */
public record Cells(List<List<Cell>> rows) {
    /**
     * One character.
     *
     * @param codePoint 0 for the right half of a wide character
     * @param foreground as 0xRRGGBB, {@link #OWN} for the viewer's own
     * @param background likewise
     */
    public record Cell(int codePoint, int foreground, int background, boolean bold) {
        /** The colour that the viewer has anyway. */
        public static final int OWN = -1;

        static final Cell BLANK = new Cell(' ', OWN, OWN, false);
    }
}
