package dev.sfa.core.audio;

import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a file says of its first audio stream.
 *
 * @param container ffprobe's name of the format, for example {@code flac} or {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param codec for example {@code mp3}
 * @param duration in seconds as declared or estimated; 0 when not known
 * @param bitsPerSample 0 where the codec has no such thing; 32 or 64 for fractions that are kept as they are
 * @param bitRate bits a second, 0 when not known
 * @param lossless whether the codec keeps every sample
 * @param tags of container and stream, names in lower case
 * @param cover number of the stream with the cover, a JPEG or PNG picture
 */
public record AudioInfo(
        String container,
        String codec,
        double duration,
        int sampleRate,
        int channels,
        int bitsPerSample,
        long bitRate,
        boolean lossless,
        Map<String, String> tags,
        OptionalInt cover) {
    private static final Set<String> EXACT = Set.of("flac", "wav", "w64", "aiff", "mov,mp4,m4a,3gp,3g2,mj2");

    /** Whether files of this kind say exactly how long they are; of other kinds the duration may be an estimate. */
    boolean declaresDuration() {
        return EXACT.contains(container);
    }

    AudioInfo withDuration(double seconds) {
        return new AudioInfo(
                container, codec, seconds, sampleRate, channels, bitsPerSample, bitRate, lossless, tags, cover);
    }
}
