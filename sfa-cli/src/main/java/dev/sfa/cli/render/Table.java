package dev.sfa.cli.render;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows for stdout. A person gets aligned columns under a heading, a program TAB-separated fields without one, nothing
 * cut.
 */
public final class Table {
    private final Streams streams;
    private final Theme theme;
    private final List<String> heading;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(Streams streams, Theme theme, String... heading) {
        this.streams = streams;
        this.theme = theme;
        this.heading = List.of(heading);
    }

    /** Adds a row with as many fields as the heading; null is an empty field. */
    public void row(Object... fields) {
        List<String> row = new ArrayList<>();
        for (Object field : fields) {
            row.add(Printable.line(field == null ? "" : field.toString()));
        }
        rows.add(row);
    }

    /** Writes all of it. */
    public void print() {
        if (!streams.outTerminal()) {
            rows.forEach(row -> streams.line(String.join("\t", row)));
            return;
        }
        int[] widths = new int[heading.size()];
        measure(heading, widths);
        rows.forEach(row -> measure(row, widths));
        if (!rows.isEmpty()) {
            streams.line(theme.faint(aligned(heading, widths)));
        }
        rows.forEach(row -> streams.line(aligned(row, widths)));
    }

    private static void measure(List<String> row, int[] widths) {
        for (int i = 0; i < row.size(); i++) {
            widths[i] = Math.max(widths[i], length(row.get(i)));
        }
    }

    private static String aligned(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            line.append(row.get(i));
            if (i < row.size() - 1) {
                line.append(" ".repeat(widths[i] - length(row.get(i)) + 2));
            }
        }
        return line.toString().stripTrailing();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
