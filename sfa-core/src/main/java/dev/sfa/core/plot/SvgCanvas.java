package dev.sfa.core.plot;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Writes SVG 1.1. Text stays text, in the viewer's sans-serif; pixels become a PNG inside. Numbers have two decimals.
 */
final class SvgCanvas implements Canvas {
    /** Viewers choose the typeface; most are no wider than this part of a common one. */
    private static final double ROOM_FOR_OTHER_FONTS = 1.04;

    private final StringBuilder svg = new StringBuilder();
    private final Lettering lettering;

    SvgCanvas(int width, int height, Color paper, String title, Lettering lettering) {
        this.lettering = lettering;
        svg.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        svg.append(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\"")
                .append(" width=\"" + width + "\" height=\"" + height + "\"")
                .append(" viewBox=\"0 0 " + width + " " + height + "\" role=\"img\"")
                .append(" font-family=\"'DejaVu Sans', Verdana, 'Helvetica Neue', Arial, sans-serif\">\n");
        svg.append("<title>").append(escaped(title)).append("</title>\n");
        rectangle(0, 0, width, height, 0, paper);
    }

    @Override
    public void rectangle(double x, double y, double width, double height, double radius, Color colour) {
        svg.append("<rect x=\"" + number(x) + "\" y=\"" + number(y) + "\" width=\"" + number(width) + "\" height=\""
                + number(height) + "\"");
        if (radius > 0) {
            svg.append(" rx=\"" + number(radius) + "\"");
        }
        svg.append(paint("fill", colour)).append("/>\n");
    }

    @Override
    public void polyline(double[] x, double[] y, double width, Color colour) {
        svg.append("<polyline points=\"").append(points(x, y)).append("\" fill=\"none\" stroke-linejoin=\"round\"");
        svg.append(" stroke-width=\"" + number(width) + "\"")
                .append(paint("stroke", colour))
                .append("/>\n");
    }

    @Override
    public void area(double[] x, double[] y, Color colour) {
        svg.append("<polygon points=\"")
                .append(points(x, y))
                .append("\"")
                .append(paint("fill", colour))
                .append("/>\n");
    }

    @Override
    public void disc(double x, double y, double radius, Color colour) {
        svg.append("<circle cx=\"" + number(x) + "\" cy=\"" + number(y) + "\" r=\"" + number(radius) + "\"")
                .append(paint("fill", colour))
                .append("/>\n");
    }

    @Override
    public void text(String text, double x, double y, Anchor anchor, Style style) {
        svg.append("<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" font-size=\"" + number(style.size()) + "\"");
        if (anchor != Anchor.START) {
            svg.append(" text-anchor=\"" + anchor.name().toLowerCase(Locale.ROOT) + "\"");
        }
        if (style.bold()) {
            svg.append(" font-weight=\"bold\"");
        }
        svg.append(paint("fill", style.colour()))
                .append(">")
                .append(escaped(text))
                .append("</text>\n");
    }

    @Override
    public double textWidth(String text, Style style) {
        return lettering.width(text, style.size(), style.bold()) * ROOM_FOR_OTHER_FONTS;
    }

    @Override
    public void pixels(int[][] rgb, double x, double y, double width, double height) {
        svg.append("<image x=\"" + number(x) + "\" y=\"" + number(y) + "\" width=\"" + number(width) + "\" height=\""
                + number(height) + "\" preserveAspectRatio=\"none\" xlink:href=\"data:image/png;base64,");
        svg.append(png(rgb, (int) Math.ceil(width), (int) Math.ceil(height))).append("\"/>\n");
    }

    /** Stretched here: viewers would smooth the edges away. */
    private static String png(int[][] rgb, int width, int height) {
        int[][] stretched = new int[height][width];
        for (int row = 0; row < height; row++) {
            int[] source = rgb[row * rgb.length / height];
            for (int column = 0; column < width; column++) {
                stretched[row][column] = source[(int) ((long) column * source.length / width)];
            }
        }
        BufferedImage image = RasterCanvas.image(stretched);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.setUseCache(false);
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** The finished document; call once. */
    String document() {
        return svg.append("</svg>\n").toString();
    }

    private static String points(double[] x, double[] y) {
        StringBuilder points = new StringBuilder(x.length * 12);
        for (int i = 0; i < x.length; i++) {
            points.append(i == 0 ? "" : " ").append(number(x[i])).append(',').append(number(y[i]));
        }
        return points.toString();
    }

    private static String paint(String attribute, Color colour) {
        String paint = String.format(" %s=\"#%06x\"", attribute, colour.getRGB() & 0xffffff);
        return colour.getAlpha() == 255
                ? paint
                : paint + " " + attribute + "-opacity=\"" + number(colour.getAlpha() / 255.0) + "\"";
    }

    private static String number(double value) {
        long hundredths = Math.round(value * 100);
        if (hundredths % 100 == 0) {
            return Long.toString(hundredths / 100);
        }
        return String.format(Locale.ROOT, hundredths % 10 == 0 ? "%.1f" : "%.2f", hundredths / 100.0);
    }

    /** Characters that XML 1.0 does not allow become spaces. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean allowed = c >= 0x20 && c != 0x7f && (c < 0xd800 || c > 0xdfff) && c != 0xfffe && c != 0xffff;
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(allowed ? c : ' ');
            }
        });
        return escaped.toString();
    }
}
