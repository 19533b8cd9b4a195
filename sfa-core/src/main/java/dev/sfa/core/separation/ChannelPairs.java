package dev.sfa.core.separation;

import java.util.ArrayList;
import java.util.List;

/**
 * Which channels are left and right of one another, and which stand alone, in the order of WAVE files: front pair,
 * centre and bass (of 3, 5, 6, 7 or more channels), then pairs again.
 */
public final class ChannelPairs {
    /** What a channel in the middle adds to left and right. */
    private static final float CENTRE = 0.7071f;

    /**
     * Two channels, or one.
     *
     * @param right -1 if left stands alone
     */
    public record Pair(int left, int right) {
        /** Whether there is no right one. */
        public boolean alone() {
            return right < 0;
        }
    }

    private final List<Pair> pairs;

    private ChannelPairs(List<Pair> pairs) {
        this.pairs = pairs;
    }

    /** The pairs of so many channels. */
    public static ChannelPairs of(int channels) {
        List<Pair> pairs = new ArrayList<>();
        int next = 0;
        if (channels >= 2) {
            pairs.add(new Pair(0, 1));
            next = 2;
        }
        int alone = channels == 7 ? 3 : channels == 6 || channels >= 8 ? 2 : channels % 2;
        for (int i = 0; i < alone && next < channels; i++) {
            pairs.add(new Pair(next++, -1));
        }
        while (next < channels) {
            boolean last = next + 1 == channels;
            pairs.add(new Pair(next, last ? -1 : next + 1));
            next += 2;
        }
        return new ChannelPairs(pairs);
    }

    /** All of them; every channel is in exactly one. */
    public List<Pair> list() {
        return pairs;
    }

    boolean stereo() {
        return !pairs.get(0).alone();
    }

    /**
     * Magnitudes of the middle, (L + R) / 2, and the side, (L - R) / 2, of all channels mixed to two.
     *
     * @param into {@code [middle, side][bin]}
     */
    void magnitudes(ChannelSpectra spectra, float[][] into) {
        for (int k = 0; k < spectra.bins(); k++) {
            float middleRe = 0;
            float middleIm = 0;
            float sideRe = 0;
            float sideIm = 0;
            for (int p = 0; p < pairs.size(); p++) {
                Pair pair = pairs.get(p);
                float re = spectra.re()[pair.left()][k];
                float im = spectra.im()[pair.left()][k];
                if (pair.alone()) {
                    float gain = pairs.size() == 1 ? 1 : CENTRE;
                    middleRe += gain * re;
                    middleIm += gain * im;
                } else {
                    float rightRe = spectra.re()[pair.right()][k];
                    float rightIm = spectra.im()[pair.right()][k];
                    middleRe += 0.5f * (re + rightRe);
                    middleIm += 0.5f * (im + rightIm);
                    sideRe += 0.5f * (re - rightRe);
                    sideIm += 0.5f * (im - rightIm);
                }
            }
            into[0][k] = (float) Math.sqrt(middleRe * middleRe + middleIm * middleIm);
            into[1][k] = (float) Math.sqrt(sideRe * sideRe + sideIm * sideIm);
        }
    }
}
