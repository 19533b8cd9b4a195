package dev.sfa.core.audio;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;

/**
 * A recording that can be calculated with: of a rate and channels that music has, and no sample that is not a number, or is
 * beyond all measure; float files hold such.
 */
public final class CleanStream extends DelegatingStream {
    /** Others come out of broken headers. */
    private static final int SLOWEST = 1_000;

    private static final int FASTEST = 1_536_000;
    private static final int MOST_CHANNELS = 64;

    /** @throws SfaException as {@link #check} */
    public CleanStream(AudioStream stream) {
        super(stream);
        check(stream.sampleRate(), stream.channels());
    }

    /** @throws SfaException (NOT_AUDIO) for rates and numbers of channels that no recording has */
    public static void check(int sampleRate, int channels) {
        if (sampleRate < SLOWEST || sampleRate > FASTEST || channels > MOST_CHANNELS) {
            throw new SfaException(
                    ErrorCode.NOT_AUDIO,
                    "The file says it has " + channels + " channels at " + sampleRate
                            + " Hz; there is nothing to be done with such a recording.");
        }
    }

    @Override
    public int read(float[][] buffer) throws IOException {
        int read = super.read(buffer);
        for (float[] channel : buffer) {
            Samples.clean(channel, Math.max(0, read));
        }
        return read;
    }
}
