package dev.sfa.core.plot;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;

/**
 * Draws text: with the machine's fonts, or, where it has none (a headless JRE without fontconfig throws as soon as a
 * font is asked for), with {@link StrokeFont}.
 */
enum Lettering {
    SYSTEM {
        @Override
        double width(String text, double size, boolean bold) {
            return glyphs(text, size, bold).getLogicalBounds().getWidth();
        }

        @Override
        void draw(Graphics2D graphics, String text, double x, double y, double size, boolean bold) {
            graphics.fill(glyphs(text, size, bold).getOutline((float) x, (float) y));
        }

        private GlyphVector glyphs(String text, double size, boolean bold) {
            Font font = new Font(Font.SANS_SERIF, bold ? Font.BOLD : Font.PLAIN, 1).deriveFont((float) size);
            char[] characters = text.toCharArray();
            return font.layoutGlyphVector(
                    new FontRenderContext(null, true, true),
                    characters,
                    0,
                    characters.length,
                    Font.LAYOUT_LEFT_TO_RIGHT);
        }
    },
    STROKES {
        @Override
        double width(String text, double size, boolean bold) {
            return StrokeFont.width(text, size);
        }

        @Override
        void draw(Graphics2D graphics, String text, double x, double y, double size, boolean bold) {
            float width = (float) (size * (bold ? 0.13 : 0.08));
            graphics.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            graphics.draw(StrokeFont.outline(text, size, x, y));
        }
    };

    /** The best that works on this machine; found out once. */
    static Lettering best() {
        return Probe.FOUND;
    }

    abstract double width(String text, double size, boolean bold);

    /** Draws with the current paint; {@code x}, {@code y} is where the baseline begins. */
    abstract void draw(Graphics2D graphics, String text, double x, double y, double size, boolean bold);

    private static final class Probe {
        static final Lettering FOUND = find();

        private static Lettering find() {
            try {
                return SYSTEM.width("0", 10, false) > 0 ? SYSTEM : STROKES;
            } catch (RuntimeException | LinkageError | InternalError e) {
                return STROKES;
            }
        }
    }
}
