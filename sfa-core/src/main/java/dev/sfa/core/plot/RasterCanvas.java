package dev.sfa.core.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Draws into memory and saves as PNG. Works without a screen and without fonts. */
final class RasterCanvas implements Canvas {
    private final BufferedImage image;
    private final Graphics2D graphics;
    private final Lettering lettering;

    RasterCanvas(int width, int height, Color paper, Lettering lettering) {
        this.image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        this.graphics = image.createGraphics();
        this.lettering = lettering;
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(paper);
        graphics.fillRect(0, 0, width, height);
    }

    @Override
    public void rectangle(double x, double y, double width, double height, double radius, Color colour) {
        graphics.setColor(colour);
        graphics.fill(new RoundRectangle2D.Double(x, y, width, height, 2 * radius, 2 * radius));
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, double width, Color colour) {
        graphics.setColor(colour);
        graphics.setStroke(new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    @Override
    public void area(double[] x, double[] y, Color colour) {
        Path2D path = new Path2D.Double();
        path.moveTo(x[0], y[0]);
        for (int i = 1; i < x.length; i++) {
            path.lineTo(x[i], y[i]);
        }
        path.closePath();
        graphics.setColor(colour);
        graphics.fill(path);
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
        BufferedImage grid = new BufferedImage(rgb[0].length, rgb.length, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < rgb.length; row++) {
            grid.setRGB(0, row, rgb[row].length, 1, rgb[row], 0, rgb[row].length);
        }
        graphics.drawImage(grid, (int) x, (int) y, (int) width, (int) height, null);
    }

    void writePng(Path file) throws IOException {
        graphics.dispose();
        if (!ImageIO.write(image, "png", file.toFile())) {
            throw new IOException("this Java cannot write PNG");
        }
    }
}
