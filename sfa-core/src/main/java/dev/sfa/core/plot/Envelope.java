package dev.sfa.core.plot;

import dev.sfa.core.audio.AudioStream;
import java.io.IOException;

/**
 * The outline of a recording: the least, the largest and the mean square sample of stretches of equal length, which
 * doubles whenever there would be more than {@link #MOST} of them.
 */
final class Envelope {
    private static final int MOST = 8192;

    private final float[] least = new float[MOST];
    private final float[] largest = new float[MOST];
    private final double[] squares = new double[MOST];
    private long perStretch = 64;
    private int full;
    private long inLast;
    private long samples;

    /** Reads mono audio to its end. */
    static Envelope of(AudioStream audio) throws IOException {
        Envelope envelope = new Envelope();
        float[][] block = new float[audio.channels()][1 << 15];
        for (int read = audio.read(block); read >= 0; read = audio.read(block)) {
            for (int i = 0; i < read; i++) {
                envelope.add(Float.isFinite(block[0][i]) ? block[0][i] : 0);
            }
        }
        return envelope;
    }

    private void add(float sample) {
        if (inLast == perStretch) {
            full++;
            inLast = 0;
            if (full == MOST) {
                halve();
            }
        }
        if (inLast == 0) {
            least[full] = sample;
            largest[full] = sample;
            squares[full] = 0;
        }
        least[full] = Math.min(least[full], sample);
        largest[full] = Math.max(largest[full], sample);
        squares[full] += (double) sample * sample;
        inLast++;
        samples++;
    }

    private void halve() {
        for (int i = 0; i < MOST / 2; i++) {
            least[i] = Math.min(least[2 * i], least[2 * i + 1]);
            largest[i] = Math.max(largest[2 * i], largest[2 * i + 1]);
            squares[i] = squares[2 * i] + squares[2 * i + 1];
        }
        full = MOST / 2;
        perStretch *= 2;
    }

    long samples() {
        return samples;
    }

    /** The largest magnitude of all. */
    float peak() {
        float peak = 0;
        for (int i = 0; i < stretches(); i++) {
            peak = Math.max(peak, Math.max(-least[i], largest[i]));
        }
        return peak;
    }

    private int stretches() {
        return full + (inLast > 0 ? 1 : 0);
    }

    /**
     * One part of the recording cut into {@code of} equal ones.
     *
     * @return least and largest sample, and the root of the mean square
     */
    float[] part(int part, int of) {
        if (samples == 0) {
            return new float[3];
        }
        double perPart = (double) samples / of / perStretch;
        int from = (int) Math.min(stretches() - 1.0, part * perPart);
        int to = (int) Math.max(from + 1.0, Math.min(stretches(), Math.ceil((part + 1) * perPart)));
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        double sum = 0;
        for (int i = from; i < to; i++) {
            min = Math.min(min, least[i]);
            max = Math.max(max, largest[i]);
            sum += squares[i];
        }
        return new float[] {min, max, (float) Math.sqrt(sum / ((to - from) * (double) perStretch))};
    }
}
