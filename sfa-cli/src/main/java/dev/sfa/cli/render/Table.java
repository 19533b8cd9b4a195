package dev.sfa.cli.render;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * Rows for stdout. A person gets aligned columns under a heading, a program TAB-separated fields without one, nothing
 * cut.
 */
public final class Table {
    private static final int GAP = 2;
    /** Less says nothing any more. */
    private static final int NARROWEST = 8;
    /** No terminal is narrower: what fits into it need not know how wide the terminal is. */
    private static final int ALWAYS_FITS = 40;

    private final Streams streams;
    private final Theme theme;
    private final List<String> heading;
    private final IntSupplier terminal;
    private final Set<Integer> cut = new HashSet<>();
    private final List<List<String>> rows = new ArrayList<>();

    public Table(Streams streams, Theme theme, String... heading) {
        this(streams, theme, SystemTerminal::columns, heading);
    }

    /** @param terminal the columns of the terminal, 0 if nobody knows */
    Table(Streams streams, Theme theme, IntSupplier terminal, String... heading) {
        this.streams = streams;
        this.theme = theme;
        this.terminal = terminal;
        this.heading = List.of(heading);
    }

    /** Texts that are cut where the terminal is too narrow for the rows; the widest first. */
    public Table cutting(String... headings) {
        for (String each : headings) {
            cut.add(heading.indexOf(each));
        }
        return this;
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
        fit(widths);
        if (!rows.isEmpty()) {
            streams.line(theme.faint(aligned(heading, widths)));
        }
        rows.forEach(row -> streams.line(aligned(row, widths)));
    }

    private static void measure(List<String> row, int[] widths) {
        for (int i = 0; i < row.size(); i++) {
            widths[i] = Math.max(widths[i], Columns.of(row.get(i)));
        }
    }

    private void fit(int[] widths) {
        int whole = GAP * (widths.length - 1);
        for (int width : widths) {
            whole += width;
        }
        if (cut.isEmpty() || whole <= ALWAYS_FITS) {
            return;
        }
        int room = terminal.getAsInt();
        while (room > 0 && whole > room) {
            int widest =
                    cut.stream().reduce((a, b) -> widths[b] > widths[a] ? b : a).orElseThrow();
            if (widths[widest] <= NARROWEST) {
                return;
            }
            widths[widest]--;
            whole--;
        }
    }

    private static String aligned(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String text = Columns.of(row.get(i)) <= widths[i]
                    ? row.get(i)
                    : Columns.cut(row.get(i), widths[i], Streams.showsUnicode());
            line.append(text);
            if (i < row.size() - 1) {
                line.append(" ".repeat(widths[i] - Columns.of(text) + GAP));
            }
        }
        return line.toString().stripTrailing();
    }
}
