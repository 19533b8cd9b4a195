package dev.sfa.core.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;

/** Draws into memory. Works without a screen and without fonts. */
final class RasterCanvas implements Canvas {
    private final BufferedImage image;
    private final Graphics2D graphics;
    private final Lettering lettering;

    RasterCanvas(int width, int height, Color paper, Lettering lettering) {
        this(width, height, 1, paper, lettering);
    }

    /** @param scale pixels for each unit of what is drawn */
    RasterCanvas(int width, int height, double scale, Color paper, Lettering lettering) {
        this.image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        this.graphics = image.createGraphics();
        this.lettering = lettering;
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(paper);
        graphics.fillRect(0, 0, width, height);
        graphics.scale(scale, scale);
    }

    @Override
    public void rectangle(double x, double y, double width, double height, double radius, Color colour) {
        graphics.setColor(colour);
        graphics.fill(new RoundRectangle2D.Double(x, y, width, height, 2 * radius, 2 * radius));
    }

    @Override
    public void polyline(double[] x, double[] y, double width, Color colour) {
        graphics.setColor(colour);
        graphics.setStroke(new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
        graphics.draw(path(x, y));
    }

    @Override
    public void area(double[] x, double[] y, Color colour) {
        Path2D path = path(x, y);
        path.closePath();
        graphics.setColor(colour);
        graphics.fill(path);
    }

    private static Path2D path(double[] x, double[] y) {
        Path2D path = new Path2D.Double();
        path.moveTo(x[0], y[0]);
        for (int i = 1; i < x.length; i++) {
            path.lineTo(x[i], y[i]);
        }
        return path;
    }

    @Override
    public void disc(double x, double y, double radius, Color colour) {
        graphics.setColor(colour);
        graphics.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    @Override
    public void text(String text, double x, double y, Anchor anchor, Style style) {
        double width = textWidth(text, style);
        double start = switch (anchor) {
            case START -> x;
            case MIDDLE -> x - width / 2;
            case END -> x - width;
        };
        graphics.setColor(style.colour());
        lettering.draw(graphics, text, start, y, style.size(), style.bold());
    }

    @Override
    public double textWidth(String text, Style style) {
        return lettering.width(text, style.size(), style.bold());
    }

    @Override
    public void pixels(int[][] rgb, double x, double y, double width, double height) {
        graphics.drawImage(image(rgb), (int) x, (int) y, (int) width, (int) height, null);
    }

    static BufferedImage image(int[][] rgb) {
        BufferedImage grid = new BufferedImage(rgb[0].length, rgb.length, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < rgb.length; row++) {
            grid.setRGB(0, row, rgb[row].length, 1, rgb[row], 0, rgb[row].length);
        }
        return grid;
    }

    /** What was drawn; nothing can be drawn any more. */
    BufferedImage image() {
        graphics.dispose();
        return image;
    }
}
