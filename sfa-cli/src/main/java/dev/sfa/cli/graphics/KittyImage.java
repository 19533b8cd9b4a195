package dev.sfa.cli.graphics;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/**
 * An image in the terminal graphics protocol of kitty, which Ghostty, WezTerm and Konsole have too: a PNG in base 64, in
 * pieces of at most 4096 characters (https://sw.kovidgoyal.net/kitty/graphics-protocol/).
 */
final class KittyImage {
    private static final int PIECE = 4096;

    private KittyImage() {}

    static String encode(BufferedImage image) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.setUseCache(false);
        ImageIO.write(image, "png", png);
        String data = Base64.getEncoder().encodeToString(png.toByteArray());
        StringBuilder out = new StringBuilder(data.length() + data.length() / 100);
        for (int from = 0; from < data.length(); from += PIECE) {
            int to = Math.min(data.length(), from + PIECE);
            // q=2: no answer, which nobody would read.
            String first = from == 0 ? "a=T,f=100,q=2," : "";
            out.append("\u001b_G" + first + "m=" + (to < data.length() ? 1 : 0) + ";");
            out.append(data, from, to).append("\u001b\\");
        }
        return out.toString();
    }
}
