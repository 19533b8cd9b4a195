package dev.sfa.cli.graphics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.cli.render.Streams;
import dev.sfa.core.plot.Cells;
import dev.sfa.core.plot.Cells.Cell;
import dev.sfa.core.plot.Picture;
import dev.sfa.core.plot.PlotKind;
import dev.sfa.core.plot.Theme;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class DrawingTest {
    private static final Map<String, Object> RADAR = Map.of(
            "duration",
            61.0,
            "radar",
            Map.of(
                    "energy",
                    0.6,
                    "tempo",
                    0.4,
                    "brightness",
                    0.5,
                    "rhythmic_complexity",
                    0.7,
                    "harmonic_richness",
                    0.3));

    @Test
    void aTerminalSaysWhatItCanDo() {
        String kitty = "\u001b_Gi=31;OK\u001b\\\u001b[6;36;18t\u001b]11;rgb:ffff/fafa/f0f0\u001b\\\u001b[?62;4;22c";
        assertThat(Screen.of(120, 40, kitty)).isEqualTo(new Screen(120, 40, 18, 36, true, true, true));
        String xterm = "\u001b]11;rgb:0000/0000/0000\u0007\u001b[?64;1;2;6;9;15;16;17;18;21;22;28c";
        assertThat(Screen.of(80, 24, xterm)).isEqualTo(new Screen(80, 24, 10, 20, false, false, false));
        assertThat(Screen.of(0, 0, "")).isEqualTo(new Screen(80, 24, 10, 20, false, false, false));
        assertThat(Screen.unknown(Map.of("COLUMNS", "132")).columns()).isEqualTo(132);
        assertThat(Screen.unknown(Map.of("COLUMNS", "-1")).columns()).isEqualTo(80);
    }

    @Test
    void coloursAreThoseTheTerminalShows() {
        assertThat(ColourDepth.of(Map.of("COLORTERM", "truecolor", "TERM", "xterm")))
                .isEqualTo(ColourDepth.FULL);
        assertThat(ColourDepth.of(Map.of("TERM", "xterm-256color"))).isEqualTo(ColourDepth.PALETTE);
        assertThat(ColourDepth.FULL.select(38, 0x102030)).isEqualTo("38;2;16;32;48");
        assertThat(ColourDepth.PALETTE.select(48, 0xff0000)).isEqualTo("48;5;196");
        assertThat(ColourDepth.PALETTE.select(48, 0x767676)).isEqualTo("48;5;243");
    }

    @Test
    void linesChangeColoursOnlyWhereTheyMustAndEndPlain() {
        Cell red = new Cell(0x2584, 0xff0000, Cell.OWN, false);
        Cell blank = new Cell(' ', Cell.OWN, Cell.OWN, false);
        Cells cells = new Cells(List.of(List.of(red, red, blank, blank), List.of(blank, blank, blank, blank)));
        assertThat(new CellPrinter(ColourDepth.FULL, true).lines(cells))
                .containsExactly("\u001b[0;38;2;255;0;0m\u2584\u2584\u001b[0m", "");
        assertThat(new CellPrinter(ColourDepth.NONE, true).lines(cells)).containsExactly("\u2584\u2584", "");
        assertThat(new CellPrinter(ColourDepth.NONE, false).lines(cells)).containsExactly("==", "");
    }

    @Test
    void sixelsShowThePicture() {
        BufferedImage image = new BufferedImage(23, 15, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(0xff0000));
        graphics.fillRect(3, 2, 9, 7);
        graphics.setColor(new Color(0x0000ff));
        graphics.fillRect(12, 5, 4, 10);
        String sixel = SixelImage.encode(image);
        assertThat(sixel).startsWith("\u001bP0;1q\"1;1;23;15").endsWith("\u001b\\");
        int[][] shown = decoded(sixel, 23, 18);
        for (int y = 0; y < 15; y++) {
            for (int x = 0; x < 23; x++) {
                assertThat(shown[y][x]).as("pixel %d, %d", x, y).isEqualTo(image.getRGB(x, y) & 0xffffff);
            }
        }
    }

    @Test
    void aPictureOfManyColoursFitsIntoTheColoursOfSixels() {
        BufferedImage image = new BufferedImage(256, 64, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 256; x++) {
            for (int y = 0; y < 64; y++) {
                image.setRGB(x, y, x << 16 | 4 * y << 8 | 255 - x);
            }
        }
        int[][] shown = decoded(SixelImage.encode(image), 256, 66);
        double error = 0;
        for (int x = 0; x < 256; x++) {
            for (int y = 0; y < 64; y++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    error += Math.abs((shown[y][x] >> shift & 0xff) - (image.getRGB(x, y) >> shift & 0xff));
                }
            }
        }
        assertThat(error / (256 * 64 * 3)).as("mean error").isLessThan(8);
    }

    @Test
    void kittyGetsAPngInPieces() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        drawing(new Screen(100, 30, 10, 20, true, true, false), ColourDepth.FULL)
                .draw(picture(), Drawing.Means.auto, streams(out));
        Matcher piece =
                Pattern.compile("\u001b_G([^;]*);([^\u001b]*)\u001b\\\\").matcher(out.toString());
        StringBuilder data = new StringBuilder();
        List<String> controls = new ArrayList<>();
        while (piece.find()) {
            assertThat(piece.group(2).length()).isLessThanOrEqualTo(4096);
            controls.add(piece.group(1));
            data.append(piece.group(2));
        }
        assertThat(controls.get(0)).isEqualTo("a=T,f=100,q=2,m=1");
        assertThat(controls.get(controls.size() - 1)).isEqualTo("m=0");
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(data.toString())));
        assertThat(image.getWidth()).isEqualTo(1000);
        assertThat(image.getHeight()).isLessThanOrEqualTo(28 * 20);
    }

    @Test
    void whatTheTerminalHasIsUsed() throws Exception {
        Screen sixel = new Screen(60, 20, 10, 20, false, true, false);
        assertThat(shown(sixel, ColourDepth.FULL, Drawing.Means.auto)).startsWith("\u001bP0;1q");
        assertThat(shown(sixel, ColourDepth.FULL, Drawing.Means.blocks))
                .doesNotContain("\u001bP")
                .contains("\u001b[0");
        String plain = shown(sixel, ColourDepth.NONE, Drawing.Means.auto);
        assertThat(plain).doesNotContain("\u001b");
        assertThat(plain.lines()).hasSizeLessThanOrEqualTo(18).allMatch(line -> line.length() <= 60);
    }

    private static String shown(Screen screen, ColourDepth depth, Drawing.Means means) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        drawing(screen, depth).draw(picture(), means, streams(out));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Drawing drawing(Screen screen, ColourDepth depth) {
        return new Drawing(screen, depth, Theme.DARK);
    }

    private static Picture picture() throws IOException {
        return Picture.of(PlotKind.RADAR, "Song", RADAR, null);
    }

    private static Streams streams(ByteArrayOutputStream out) {
        return new Streams(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(OutputStream.nullOutputStream()),
                true,
                true);
    }

    /** A sixel terminal: colours by RGB percentages, repeats, carriage returns and new lines. */
    private static int[][] decoded(String sixel, int width, int height) {
        int[][] pixels = new int[height][width];
        int[] colours = new int[256];
        int colour = 0;
        int x = 0;
        int top = 0;
        Matcher token = Pattern.compile("#(\\d+);2;(\\d+);(\\d+);(\\d+)|#(\\d+)|!(\\d+)([?-~])|([?-~])|\\$|-")
                .matcher(sixel.substring(sixel.indexOf('#'), sixel.length() - 2));
        while (token.find()) {
            if (token.group(1) != null) {
                int rgb = 0;
                for (int channel = 2; channel <= 4; channel++) {
                    rgb = rgb << 8 | (int) Math.round(Integer.parseInt(token.group(channel)) * 2.55);
                }
                colours[Integer.parseInt(token.group(1))] = rgb;
            } else if (token.group(5) != null) {
                colour = Integer.parseInt(token.group(5));
            } else if (token.group().equals("$")) {
                x = 0;
            } else if (token.group().equals("-")) {
                x = 0;
                top += 6;
            } else {
                int run = token.group(6) != null ? Integer.parseInt(token.group(6)) : 1;
                int bits = token.group().charAt(token.group().length() - 1) - 63;
                for (; run > 0; run--, x++) {
                    for (int y = 0; y < 6; y++) {
                        if ((bits >> y & 1) == 1) {
                            pixels[top + y][x] = colours[colour];
                        }
                    }
                }
            }
        }
        return pixels;
    }
}
