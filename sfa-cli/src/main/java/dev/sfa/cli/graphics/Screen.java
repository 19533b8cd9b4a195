package dev.sfa.cli.graphics;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a terminal says of itself.
 *
 * @param columns characters a line
 * @param rows lines
 * @param cellWidth pixels of a character
 * @param kitty whether it has the graphics protocol of kitty
 * @param light whether its background is lighter than its middle
 */
public record Screen(
        int columns, int rows, int cellWidth, int cellHeight, boolean kitty, boolean sixel, boolean light) {
    /** Asks for graphics, the size of a character, the background, and last for what every terminal answers. */
    static final String QUESTIONS =
            "\u001b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u001b\\" + "\u001b[16t" + "\u001b]11;?\u001b\\" + "\u001b[c";

    /** The end of the answers: primary device attributes. */
    static final Pattern LAST_ANSWER = Pattern.compile("\u001b\\[\\?([0-9;]*)c");

    private static final Pattern CELL = Pattern.compile("\u001b\\[6;(\\d{1,4});(\\d{1,4})t");
    private static final Pattern BACKGROUND = Pattern.compile(
            "\u001b\\]11;rgba?:([0-9a-fA-F]{2})[0-9a-fA-F]*/([0-9a-fA-F]{2})[0-9a-fA-F]*/([0-9a-fA-F]{2})");
    private static final int SIXEL = 4;
    private static final int CELL_WIDTH = 10;
    private static final int CELL_HEIGHT = 20;
    private static final int USUAL_COLUMNS = 80;
    private static final int USUAL_ROWS = 24;

    /** One that was not asked: the size from the environment, else 80 by 24. */
    public static Screen unknown(Map<String, String> env) {
        return new Screen(
                size(env.get("COLUMNS"), USUAL_COLUMNS),
                size(env.get("LINES"), USUAL_ROWS),
                CELL_WIDTH,
                CELL_HEIGHT,
                false,
                false,
                false);
    }

    private static int size(String text, int usual) {
        return text != null && text.matches("[1-9]\\d{1,3}") ? Integer.parseInt(text) : usual;
    }

    /** What the answers to {@link #QUESTIONS} say. */
    static Screen of(int columns, int rows, String answers) {
        Matcher cell = CELL.matcher(answers);
        boolean sized = cell.find() && Integer.parseInt(cell.group(1)) > 0 && Integer.parseInt(cell.group(2)) > 0;
        Matcher attributes = LAST_ANSWER.matcher(answers);
        boolean sixel = false;
        if (attributes.find()) {
            for (String attribute : attributes.group(1).split(";")) {
                sixel |= attribute.equals(Integer.toString(SIXEL));
            }
        }
        Matcher background = BACKGROUND.matcher(answers);
        boolean light = false;
        if (background.find()) {
            double brightness = 0.299 * Integer.parseInt(background.group(1), 16)
                    + 0.587 * Integer.parseInt(background.group(2), 16)
                    + 0.114 * Integer.parseInt(background.group(3), 16);
            light = brightness > 127;
        }
        return new Screen(
                columns > 0 ? columns : USUAL_COLUMNS,
                rows > 0 ? rows : USUAL_ROWS,
                sized ? Integer.parseInt(cell.group(2)) : CELL_WIDTH,
                sized ? Integer.parseInt(cell.group(1)) : CELL_HEIGHT,
                answers.contains("\u001b_Gi=31;OK"),
                sixel,
                light);
    }
}
