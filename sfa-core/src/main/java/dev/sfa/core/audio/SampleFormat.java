package dev.sfa.core.audio;

/** How a sample is stored in a WAV file. */
public enum SampleFormat {
    PCM16(16),
    PCM24(24),
    FLOAT32(32);

    private final int bits;

    SampleFormat(int bits) {
        this.bits = bits;
    }

    public int bits() {
        return bits;
    }

    int bytes() {
        return bits / 8;
    }
}
