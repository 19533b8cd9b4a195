package dev.sfa.core.audio;

import java.util.Map;

/**
 * What a file says of its first audio stream.
 *
 * @param container ffprobe's name of the format, for example {@code flac} or {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param codec for example {@code mp3}
 * @param duration in seconds as declared or estimated; 0 when not known
 * @param bitsPerSample 0 where the codec has no such thing
 * @param bitRate bits a second, 0 when not known
 * @param lossless whether the codec keeps every sample
 * @param tags of container and stream, names in lower case
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
        Map<String, String> tags) {}
