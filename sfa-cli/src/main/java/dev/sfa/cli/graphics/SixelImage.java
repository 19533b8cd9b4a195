package dev.sfa.cli.graphics;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An image as sixels (VT330/VT340 Programmer Reference Manual, chapter 14), in at most 255 colours chosen by median cut
 * (P. Heckbert, Color image quantization for frame buffer display, 1982).
 */
final class SixelImage {
    private static final int MOST_COLOURS = 255;
    private static final int BAND = 6;

    private final int width;
    private final int height;
    private final int[] pixels;

    private SixelImage(BufferedImage image) {
        this.width = image.getWidth();
        this.height = image.getHeight();
        this.pixels = image.getRGB(0, 0, width, height, null, 0, width);
    }

    static String encode(BufferedImage image) {
        return new SixelImage(image).encode();
    }

    private String encode() {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int i = 0; i < pixels.length; i++) {
            // Five bits a colour tell apart more than an eye does, and keep what is to be cut small.
            pixels[i] = pixels[i] >> 3 & 0x1f1f1f;
            counts.merge(pixels[i], 1, Integer::sum);
        }
        List<List<Integer>> boxes = boxes(counts);
        Map<Integer, Integer> indices = new HashMap<>();
        StringBuilder out = new StringBuilder("\u001bP0;1q\"1;1;" + width + ";" + height);
        for (int index = 0; index < boxes.size(); index++) {
            out.append(definition(index, boxes.get(index), counts));
            for (int colour : boxes.get(index)) {
                indices.put(colour, index);
            }
        }
        int[] indexed = Arrays.stream(pixels).map(indices::get).toArray();
        for (int top = 0; top < height; top += BAND) {
            band(out, indexed, top, boxes.size());
        }
        return out.append("\u001b\\").toString();
    }

    private static List<List<Integer>> boxes(Map<Integer, Integer> counts) {
        List<List<Integer>> boxes = new ArrayList<>();
        boxes.add(new ArrayList<>(counts.keySet()));
        while (boxes.size() < MOST_COLOURS) {
            List<Integer> widest = boxes.stream()
                    .filter(box -> box.size() > 1)
                    .max(Comparator.comparingInt(box -> spread(box, channel(box))))
                    .orElse(null);
            if (widest == null) {
                return boxes;
            }
            int shift = channel(widest);
            widest.sort(Comparator.comparingInt(colour -> colour >> shift & 0x1f));
            long all = widest.stream().mapToLong(counts::get).sum();
            long before = counts.get(widest.get(0));
            int cut = 1;
            while (cut < widest.size() - 1 && before < all / 2) {
                before += counts.get(widest.get(cut++));
            }
            boxes.remove(widest);
            boxes.add(new ArrayList<>(widest.subList(0, cut)));
            boxes.add(new ArrayList<>(widest.subList(cut, widest.size())));
        }
        return boxes;
    }

    /** The position of the channel in which a box is widest. */
    private static int channel(List<Integer> box) {
        int best = 16;
        for (int shift : new int[] {8, 0}) {
            best = spread(box, shift) > spread(box, best) ? shift : best;
        }
        return best;
    }

    private static int spread(List<Integer> box, int shift) {
        int least = 31;
        int most = 0;
        for (int colour : box) {
            least = Math.min(least, colour >> shift & 0x1f);
            most = Math.max(most, colour >> shift & 0x1f);
        }
        return most - least;
    }

    private static String definition(int index, List<Integer> box, Map<Integer, Integer> counts) {
        double[] sum = new double[3];
        double all = 0;
        for (int colour : box) {
            int count = counts.get(colour);
            for (int channel = 0; channel < 3; channel++) {
                sum[channel] += count * (double) (colour >> 16 - 8 * channel & 0x1f);
            }
            all += count;
        }
        StringBuilder definition = new StringBuilder("#" + index + ";2");
        for (double channel : sum) {
            definition.append(';').append(Math.round(100 * channel / all / 31));
        }
        return definition.toString();
    }

    private void band(StringBuilder out, int[] indexed, int top, int colours) {
        boolean[] used = new boolean[colours];
        for (int i = top * width; i < Math.min(height, top + BAND) * width; i++) {
            used[indexed[i]] = true;
        }
        boolean first = true;
        for (int colour = 0; colour < colours; colour++) {
            if (used[colour]) {
                out.append(first ? "" : "$").append('#').append(colour);
                row(out, indexed, top, colour);
                first = false;
            }
        }
        out.append('-');
    }

    private void row(StringBuilder out, int[] indexed, int top, int colour) {
        char last = 0;
        int run = 0;
        for (int x = 0; x <= width; x++) {
            char sixel = x == width ? 0 : sixel(indexed, top, colour, x);
            if (sixel != last) {
                append(out, last, run);
                run = 0;
                last = sixel;
            }
            run++;
        }
    }

    private char sixel(int[] indexed, int top, int colour, int x) {
        int bits = 0;
        for (int y = 0; y < BAND && top + y < height; y++) {
            bits |= indexed[(top + y) * width + x] == colour ? 1 << y : 0;
        }
        return (char) (63 + bits);
    }

    private static void append(StringBuilder out, char sixel, int run) {
        if (run > 3) {
            out.append('!').append(run).append(sixel);
        } else {
            out.append(String.valueOf(sixel).repeat(run));
        }
    }
}
