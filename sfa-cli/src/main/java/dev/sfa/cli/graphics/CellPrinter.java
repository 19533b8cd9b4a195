package dev.sfa.cli.graphics;

import dev.sfa.core.plot.Cells;
import dev.sfa.core.plot.Cells.Cell;
import java.util.List;

/** Turns a picture of characters into lines for a terminal. */
public final class CellPrinter {
    /** What stands for blocks and shades where the locale has no such characters. */
    private static final String PLAIN_SHADES = " .-=+*#%@";

    private final ColourDepth depth;
    private final boolean unicode;

    /** @param unicode whether the locale's characters include those of block graphics */
    public CellPrinter(ColourDepth depth, boolean unicode) {
        this.depth = depth;
        this.unicode = unicode;
    }

    /** Lines without the blanks at their ends; each ends with the terminal's own colours. */
    public List<String> lines(Cells cells) {
        return cells.rows().stream().map(this::line).toList();
    }

    private String line(List<Cell> row) {
        StringBuilder line = new StringBuilder();
        int end = row.size();
        while (end > 0 && isBlank(row.get(end - 1))) {
            end--;
        }
        String style = "";
        for (Cell cell : row.subList(0, end)) {
            if (cell.codePoint() == 0) {
                continue;
            }
            String wanted = style(cell);
            if (!wanted.equals(style)) {
                line.append("\u001b[0").append(wanted).append('m');
                style = wanted;
            }
            line.appendCodePoint(unicode ? cell.codePoint() : plain(cell.codePoint()));
        }
        return style.isEmpty() ? line.toString() : line.append("\u001b[0m").toString();
    }

    private boolean isBlank(Cell cell) {
        return cell.codePoint() == ' ' && (depth == ColourDepth.NONE || cell.background() == Cell.OWN);
    }

    private String style(Cell cell) {
        if (depth == ColourDepth.NONE) {
            return "";
        }
        StringBuilder style = new StringBuilder(cell.bold() ? ";1" : "");
        if (cell.foreground() != Cell.OWN && cell.codePoint() != ' ') {
            style.append(';').append(depth.select(38, cell.foreground()));
        }
        if (cell.background() != Cell.OWN) {
            style.append(';').append(depth.select(48, cell.background()));
        }
        return style.toString();
    }

    private static int plain(int codePoint) {
        if (codePoint >= 0x2591 && codePoint <= 0x2593) {
            return PLAIN_SHADES.charAt((codePoint - 0x2590) * 2);
        }
        if (codePoint >= 0x2580 && codePoint <= 0x259f) {
            return codePoint == 0x2588 ? '@' : '=';
        }
        return switch (codePoint) {
            case 0x25a0 -> '#';
            case 0x25bc, 0x25be -> 'v';
            case 0xb7 -> '-';
            default -> codePoint < 0x7f ? codePoint : '?';
        };
    }
}
