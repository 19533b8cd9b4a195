package dev.sfa.core.dsp;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Changes the sample rate of one channel, piece by piece: band-limited interpolation with a Kaiser-windowed sinc (J. O.
 * Smith, Digital audio resampling, 2002), stop band below -110 dB from the Nyquist frequency of the lower rate on, pass
 * band to 0.92 of it. Sample 0 comes out as sample 0; n samples become {@code ceil(n * to / from)}.
 */
public final class Resampler {
    /** Zero crossings of the sinc at either side. */
    private static final int CROSSINGS = 48;

    private static final double BETA = 11;
    private static final double CUTOFF = 0.96;

    private static final Map<String, SoftReference<float[][]>> TABLES = new HashMap<>();

    private final int up;
    private final int down;
    private final int half;
    private final float[][] phases;
    private float[] held;
    private int count;
    /** The input sample that {@code held[0]} is. */
    private long start;

    private long received;
    private long given;

    /**
     * @param from rate of the input, in Hz
     * @param to rate of the output, in Hz
     */
    public Resampler(int from, int to) {
        int divisor = gcd(from, to);
        this.up = to / divisor;
        this.down = from / divisor;
        double cutoff = CUTOFF * Math.min(1, (double) to / from);
        this.half = (int) Math.ceil(CROSSINGS / cutoff);
        this.phases = table(up, half, cutoff);
        this.held = new float[4 * half];
        // Silence before the beginning.
        this.count = half;
        this.start = -half;
    }

    /** The sinc at every phase; one for all resamplers between these rates, for it may be large. */
    private static float[][] table(int up, int half, double cutoff) {
        String key = up + " " + half + " " + cutoff;
        synchronized (TABLES) {
            SoftReference<float[][]> known = TABLES.get(key);
            float[][] table = known == null ? null : known.get();
            if (table == null) {
                table = newTable(up, half, cutoff);
                TABLES.put(key, new SoftReference<>(table));
            }
            return table;
        }
    }

    private static float[][] newTable(int up, int half, double cutoff) {
        float[][] table = new float[up][2 * half];
        for (int phase = 0; phase < up; phase++) {
            for (int i = 0; i < 2 * half; i++) {
                double x = i - half + 1 - (double) phase / up;
                table[phase][i] = (float) (cutoff * sinc(cutoff * x) * Window.kaiser(x / half, BETA));
            }
        }
        return table;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private static double sinc(double x) {
        return Math.abs(x) < 1e-9 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    /** The most samples that come out of {@link #write} for {@code samples} going in, or of {@link #finish} for 0. */
    public int room(int samples) {
        return (int) (((long) samples + 2L * half) * up / down) + 2;
    }

    /**
     * Takes samples, and gives those that are ready.
     *
     * @param out with {@link #room} for them
     * @return how many came out
     */
    public int write(float[] in, int from, int samples, float[] out) {
        if (held.length < count + samples) {
            held = Arrays.copyOf(held, count + samples + 4 * half);
        }
        System.arraycopy(in, from, held, count, samples);
        count += samples;
        received += samples;
        return drain(out, Long.MAX_VALUE);
    }

    /** Ends the input, and gives the last samples. */
    public int finish(float[] out) {
        if (held.length < count + half) {
            held = Arrays.copyOf(held, count + half);
        }
        Arrays.fill(held, count, count + half, 0);
        count += half;
        return drain(out, (received * up + down - 1) / down);
    }

    private int drain(float[] out, long most) {
        int made = 0;
        while (given < most) {
            long at = given * down / up;
            int phase = (int) (given * down % up);
            int first = (int) (at - half + 1 - start);
            if (first + 2 * half > count) {
                break;
            }
            out[made++] = dot(phases[phase], held, first);
            given++;
        }
        int done = (int) Math.min(count, Math.max(0, given * down / up - half + 1 - start));
        System.arraycopy(held, done, held, 0, count - done);
        count -= done;
        start += done;
        return made;
    }

    private static float dot(float[] kernel, float[] x, int at) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (; i + 4 <= kernel.length; i += 4) {
            s0 += kernel[i] * x[at + i];
            s1 += kernel[i + 1] * x[at + i + 1];
            s2 += kernel[i + 2] * x[at + i + 2];
            s3 += kernel[i + 3] * x[at + i + 3];
        }
        for (; i < kernel.length; i++) {
            s0 += kernel[i] * x[at + i];
        }
        return s0 + s1 + (s2 + s3);
    }
}
