package dev.sfa.core.plot;

import dev.sfa.core.analysis.FeatureTree;
import dev.sfa.core.plot.Canvas.Anchor;
import dev.sfa.core.plot.Canvas.Style;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What stands above a picture: what it is of, and what is known of it.
 *
 * @param kind what the picture shows
 */
record Header(String kind, String title, FeatureTree features, double duration) {
    /** Narrower pictures have smaller titles. */
    private static final int ROOMY = 1300;

    private record Fact(String name, String value, Function<Theme, Color> colour) {}

    void draw(Canvas canvas, Sheet sheet) {
        if (sheet.cells()) {
            drawLines(canvas, sheet);
        } else {
            drawLarge(canvas, sheet);
        }
    }

    private void drawLines(Canvas canvas, Sheet sheet) {
        Style style = new Style(16, true, sheet.theme().ink());
        String facts = facts().stream().map(Fact::value).collect(Collectors.joining(" · "));
        canvas.text(canvas.fitting(title, style, sheet.width()), 0, 12, Anchor.START, style);
        String all = kind + " · " + facts;
        String line = canvas.textWidth(all, sheet.small()) <= sheet.width() ? all : facts;
        canvas.text(canvas.fitting(line, sheet.small(), sheet.width()), 0, 28, Anchor.START, sheet.small());
    }

    private void drawLarge(Canvas canvas, Sheet sheet) {
        double left = 40;
        double right = sheet.width() - 48.0;
        boolean small = sheet.width() < ROOMY;
        double size = small ? 22 : 30;
        List<Fact> facts = facts();
        for (int i = facts.size() - 1; i >= 0; i--) {
            Fact fact = facts.get(i);
            Style value = new Style(size, true, fact.colour().apply(sheet.theme()));
            Style name = new Style(14, false, sheet.theme().quiet());
            double width = Math.max(canvas.textWidth(fact.value(), value), canvas.textWidth(fact.name(), name));
            if (right - width < sheet.width() / 3.0) {
                break;
            }
            canvas.text(fact.name(), right, 52, Anchor.END, name);
            canvas.text(fact.value(), right, 90, Anchor.END, value);
            right -= width + (small ? 28 : 48);
        }
        Style style = new Style(size + 2, true, sheet.theme().ink());
        canvas.text(canvas.fitting(title, style, right - left), left, 90, Anchor.START, style);
        canvas.text(
                kind.toUpperCase(Locale.ROOT),
                left,
                52,
                Anchor.START,
                new Style(14, false, sheet.theme().accent()));
    }

    private List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        features.number("tempo.value")
                .ifPresent(bpm ->
                        facts.add(new Fact("TEMPO", String.format(Locale.ROOT, "%.1f BPM", bpm), Theme::second)));
        features.text("beats.time_signature").ifPresent(meter -> facts.add(new Fact("METER", meter, Theme::ink)));
        features.text("key.value")
                .ifPresent(key -> facts.add(new Fact(
                        "KEY",
                        key
                                + features.text("key.camelot")
                                        .map(camelot -> " (" + camelot + ")")
                                        .orElse(""),
                        Theme::accent)));
        facts.add(new Fact("DURATION", TimeAxis.clock(duration, duration >= 3600), Theme::ink));
        return facts;
    }
}
