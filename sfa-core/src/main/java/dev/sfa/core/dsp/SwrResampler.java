package dev.sfa.core.dsp;

import java.util.Arrays;

/**
 * Changes the sample rate of one channel as ffmpeg does by default, sample for sample but for rounding: a polyphase
 * filter (M. Bellanger, 1976) of 32 taps at the lower rate, a sinc that ends at 0.97 of its Nyquist frequency under a
 * Kaiser window (beta 9), the signal mirrored at both ends. Features whose values are compared with those of other
 * programs need the signal that these see; for anything else {@link Resampler} is better.
 */
public final class SwrResampler {
    private static final int TAPS = 32;
    private static final double CUTOFF = 0.97;
    private static final double BETA = 9;
    /** Between samples of odd rates the nearest of so many places will do. */
    private static final int MOST_PHASES = 2048;

    private final int up;
    private final int down;
    private final int length;
    private final int centre;
    private final float[][] phases;
    private float[] held;
    private int count;
    /** The input sample that {@code held[0]} is. */
    private long start;

    private long received;
    private long given;
    private boolean begun;

    /** For rates without a fraction: a stream for each input sample of an output, and the taps it meets. */
    private final float[][] streams;

    private final float[][] streamTaps;
    private final SlidingSum kernel = new SlidingSum();

    private float[] sums = new float[0];

    /**
     * @param from rate of the input, in Hz
     * @param to rate of the output, in Hz
     */
    public SwrResampler(int from, int to) {
        int divisor = gcd(from, to);
        this.up = to / divisor;
        this.down = from / divisor;
        double factor = Math.min(1, CUTOFF * to / from);
        int taps = (int) Math.ceil(TAPS / factor);
        this.length = taps + taps % 2;
        this.centre = (length - 1) / 2;
        this.phases = filters(factor);
        this.held = new float[4 * length];
        this.streams = new float[up == 1 ? down : 0][];
        this.streamTaps = new float[streams.length][];
        for (int s = 0; s < streams.length; s++) {
            streamTaps[s] = new float[(length - s + down - 1) / down];
            for (int i = 0; i < streamTaps[s].length; i++) {
                streamTaps[s][i] = phases[0][s + i * down];
            }
        }
        this.start = -length;
        this.count = length;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private float[][] filters(double factor) {
        int count = Math.min(up, MOST_PHASES);
        float[][] filters = new float[count][length];
        double norm = 0;
        double[] taps = new double[length];
        for (int phase = 0; phase < count; phase++) {
            for (int i = 0; i < length; i++) {
                double x = Math.PI * (i - centre - (double) phase / count) * factor;
                double w = 2 * x / (factor * length * Math.PI);
                double sinc = Math.abs(x) < 1e-12 ? 1 : Math.sin(x) / x;
                taps[i] = sinc * edge(w);
                norm += phase == 0 ? taps[i] : 0;
            }
            for (int i = 0; i < length; i++) {
                filters[phase][i] = (float) (taps[i] / norm);
            }
        }
        return filters;
    }

    /** The window there; at its very edge and beyond it is not 0 but as low as it gets. */
    private static double edge(double w) {
        return Math.abs(w) < 1 ? Window.kaiser(w, BETA) : Window.kaiser(1 - 1e-12, BETA);
    }

    /** The most samples that come out of {@link #write} for {@code samples} going in, or of {@link #finish} for 0. */
    public int room(int samples) {
        return (int) (((long) samples + 4L * length) * up / down) + 2;
    }

    /**
     * Takes samples, and gives those that are ready.
     *
     * @param out with {@link #room} for them
     * @return how many came out
     */
    public int write(float[] in, int samples, float[] out) {
        append(in, samples);
        received += samples;
        if (!begun && received <= length) {
            return 0;
        }
        begin();
        return drain(out, Long.MAX_VALUE);
    }

    /** Ends the input, and gives the last samples: {@code ceil(n * to / from)} in all. */
    public int finish(float[] out) {
        if (received == 0) {
            return 0;
        }
        begin();
        int mirrored = (int) Math.min(length, received);
        float[] tail = new float[length];
        for (int i = 0; i < mirrored; i++) {
            tail[i] = held[count - 1 - i];
        }
        append(tail, length);
        return drain(out, (received * up + down - 1) / down);
    }

    private void append(float[] in, int samples) {
        if (held.length < count + samples) {
            held = Arrays.copyOf(held, count + samples + 4 * length);
        }
        System.arraycopy(in, 0, held, count, samples);
        count += samples;
    }

    /** Mirrors the beginning, once there is enough of it. */
    private void begin() {
        if (!begun) {
            for (int i = 1; i <= length; i++) {
                held[length - i] = i < received ? held[length + i] : 0;
            }
            begun = true;
        }
    }

    private int drain(float[] out, long most) {
        int made = up == 1 ? whole(out, most) : fractions(out, most);
        given += made;
        // What finish() mirrors stays.
        long read = Math.min(given * down / up - centre - start, (long) count - length);
        int done = (int) Math.max(0, read);
        System.arraycopy(held, done, held, 0, count - done);
        count -= done;
        start += done;
        return made;
    }

    private int fractions(float[] out, long most) {
        int made = 0;
        while (given + made < most) {
            long position = (given + made) * down;
            int first = (int) (position / up - centre - start);
            if (first + length > count) {
                break;
            }
            out[made++] = dot(phases[(int) (position % up * phases.length / up)], held, first);
        }
        return made;
    }

    private static float dot(float[] taps, float[] x, int at) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < taps.length; i += 4) {
            a += taps[i] * x[at + i];
            b += taps[i + 1] * x[at + i + 1];
            c += taps[i + 2] * x[at + i + 2];
            d += taps[i + 3] * x[at + i + 3];
        }
        for (; i < taps.length; i++) {
            a += taps[i] * x[at + i];
        }
        return (a + b) + (c + d);
    }

    /** Every {@code down}th sample. */
    private int whole(float[] out, long most) {
        int first = (int) (given * down - centre - start);
        long ready = count - first < length ? 0 : (count - first - length) / down + 1L;
        int outputs = (int) Math.min(ready, most - given);
        if (outputs <= 0) {
            return 0;
        }
        int perStream = outputs + (length + down - 1) / down;
        for (int s = 0; s < down; s++) {
            if (streams[s] == null || streams[s].length < perStream) {
                streams[s] = new float[perStream + perStream / 2];
            }
            float[] stream = streams[s];
            for (int j = 0, at = first + s; j < perStream && at < count; j++, at += down) {
                stream[j] = held[at];
            }
        }
        if (sums.length < outputs) {
            sums = new float[outputs + outputs / 2];
        }
        Arrays.fill(sums, 0, outputs, 0);
        for (int s = 0; s < down; s++) {
            kernel.add(streamTaps[s], streams[s], sums, outputs);
        }
        System.arraycopy(sums, 0, out, 0, outputs);
        return outputs;
    }
}
