package dev.sfa.core.audio;

/** How audio is to come out of the decoder. */
public sealed interface DecodeFormat {
    /** The file's own rate and channels. */
    static DecodeFormat nativeRate() {
        return new Native();
    }

    /** One channel, the mean of all channels, resampled to {@code sampleRate} Hz. */
    static DecodeFormat monoMean(int sampleRate) {
        return new MonoMean(sampleRate);
    }

    record Native() implements DecodeFormat {}

    record MonoMean(int sampleRate) implements DecodeFormat {}
}
