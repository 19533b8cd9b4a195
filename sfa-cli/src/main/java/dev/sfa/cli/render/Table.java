package dev.sfa.cli.render;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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
    private final List<Integer> left = new ArrayList<>();
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

    /** Columns that are left out where cutting is not enough, the first one first. */
    public Table dropping(String... headings) {
        for (String each : headings) {
            left.add(heading.indexOf(each));
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
        List<Integer> shown = fit(widths);
        if (!rows.isEmpty()) {
            streams.line(theme.faint(aligned(heading, widths, shown)));
        }
        rows.forEach(row -> streams.line(aligned(row, widths, shown)));
    }

    private static void measure(List<String> row, int[] widths) {
        for (int i = 0; i < row.size(); i++) {
            widths[i] = Math.max(widths[i], Columns.of(row.get(i)));
        }
    }

    /**
     * Narrows the columns that may be cut until the rows fit.
     *
     * @return the columns that are shown
     */
    private List<Integer> fit(int[] widths) {
        List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            shown.add(i);
        }
        boolean adapts = !cut.isEmpty() || !left.isEmpty();
        if (!adapts || whole(widths, shown) <= ALWAYS_FITS) {
            return shown;
        }
        int room = terminal.getAsInt();
        if (room <= 0) {
            return shown;
        }
        int[] narrowest = widths.clone();
        cut.forEach(i -> narrowest[i] = Math.min(widths[i], NARROWEST));
        for (Integer column : left) {
            if (whole(narrowest, shown) > room) {
                shown.remove(column);
            }
        }
        for (int excess = whole(widths, shown) - room; excess > 0; excess--) {
            Optional<Integer> widest =
                    cut.stream().filter(i -> widths[i] > NARROWEST).reduce((a, b) -> widths[b] > widths[a] ? b : a);
            if (widest.isEmpty()) {
                break;
            }
            widths[widest.get()]--;
        }
        return shown;
    }

    private static int whole(int[] widths, List<Integer> shown) {
        return shown.stream().mapToInt(i -> widths[i]).sum() + GAP * (shown.size() - 1);
    }

    private static String aligned(List<String> row, int[] widths, List<Integer> shown) {
        StringBuilder line = new StringBuilder();
        for (int i : shown) {
            String text = Columns.of(row.get(i)) <= widths[i]
                    ? row.get(i)
                    : Columns.cut(row.get(i), widths[i], Streams.showsUnicode());
            line.append(text).append(" ".repeat(widths[i] - Columns.of(text) + GAP));
        }
        return line.toString().stripTrailing();
    }
}
