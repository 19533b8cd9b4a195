package dev.sfa.cli.render;

import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobView;
import java.util.Locale;
import org.jline.utils.AttributedString;

/**
 * The one line of a bar: name, gauge, percent, time left, stage, how much of it is done, speed. Where they do not all
 * fit, the last of these go first; the name is cut.
 */
final class BarLine {
    private static final int WIDEST_NAME = 36;
    private static final int USUAL_COLUMNS = 80;
    private static final int GAUGE = 8;
    private static final int WIDEST_GAUGE = 24;
    /** Below, a gauge would leave no room for the name. */
    private static final int FEWEST_COLUMNS = 30;

    private final Theme theme;
    private final boolean unicode;
    private final int columns;

    BarLine(Theme theme, boolean unicode, int columns) {
        this.theme = theme;
        this.unicode = unicode;
        this.columns = columns;
    }

    /** A running or waiting job. */
    String of(Bar bar, String name, long now) {
        JobView job = bar.job();
        if (job.status() == JobStatus.QUEUED) {
            String reason = bar.activity().stage();
            return padded(name, nameWidth()) + "  " + theme.faint(reason.isEmpty() ? "queued" : "queued: " + reason);
        }
        String percent = String.format(Locale.ROOT, "%3d %%", job.progress());
        String gauge = columns < FEWEST_COLUMNS ? "" : gauge(job.progress()) + " ";
        int used = nameWidth() + 2 + (gauge.isEmpty() ? 0 : gaugeWidth() + 1) + percent.length();

        // In the order of their importance; they stand in another.
        String left = bar.left(now).map(time -> "ETA " + Amounts.clock(time)).orElse(Amounts.clock(bar.elapsed(now)));
        String stage = bar.activity().stage();
        String amount = bar.activity().amount();
        String speed = bar.speed(now)
                .map(value -> String.format(Locale.ROOT, value < 9.95 ? "%.1fx" : "%.0fx", value))
                .orElse("");
        StringBuilder shown = new StringBuilder();
        String[] parts = {left, stage, amount, speed};
        boolean[] fits = new boolean[parts.length];
        for (int i = 0; i < parts.length; i++) {
            int width = width(parts[i]);
            if (width > 0 && used + 2 + width < columns) {
                used += 2 + width;
                fits[i] = true;
            } else if (width > 0) {
                break;
            }
        }
        for (int i : new int[] {1, 2, 3, 0}) {
            if (fits[i]) {
                shown.append("  ").append(parts[i]);
            }
        }
        return padded(name, nameWidth()) + "  " + gauge + percent + theme.faint(shown.toString());
    }

    /** A job that has ended. */
    String ended(boolean well, String name, String outcome) {
        String mark = well ? theme.good(unicode ? "✓ " : "+ ") : theme.bad(unicode ? "✗ " : "x ");
        return mark + padded(name, nameWidth() - 2) + "  " + (well ? theme.faint(outcome) : outcome);
    }

    private int nameWidth() {
        return Math.min(WIDEST_NAME, columns * 3 / 10);
    }

    private int gaugeWidth() {
        return Math.max(GAUGE, Math.min(WIDEST_GAUGE, GAUGE + (columns - USUAL_COLUMNS) / 2));
    }

    private String gauge(int progress) {
        int full = progress * gaugeWidth() / 100;
        return theme.accent((unicode ? "━" : "#").repeat(full))
                + theme.faint((unicode ? "╌" : "-").repeat(gaugeWidth() - full));
    }

    private String padded(String text, int width) {
        String fitting = Columns.of(text) <= width ? text : Columns.cut(text, width, unicode);
        // A wide character that is cut leaves a column.
        return fitting + " ".repeat(width - Columns.of(fitting));
    }

    private static int width(String text) {
        return new AttributedString(text).columnLength();
    }
}
