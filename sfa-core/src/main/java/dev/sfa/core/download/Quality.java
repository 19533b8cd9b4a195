package dev.sfa.core.download;

import dev.sfa.core.audio.AudioInfo;
import dev.sfa.core.audio.Encoding;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How good a download is to be, at most: what is better is encoded again, what is not stays as it is, for no encoding
 * makes it better.
 */
public enum Quality {
    /** As the source has it. */
    ORIGINAL(0),
    /** Lossless sources as FLAC; lossy ones stay what they are. */
    LOSSLESS(0),
    /** 320 kbit/s. */
    HIGH(320),
    /** 192 kbit/s. */
    MEDIUM(192),
    /** 128 kbit/s. */
    LOW(128);

    /** Lossy codecs that every player knows; others become MP3 when a rate is asked for. */
    private static final Set<String> WANTED = Set.of("mp3", "aac", "opus", "vorbis");
    /** What FLAC holds without loss, up to 24 bits. */
    private static final Set<String> FITS_FLAC = Set.of(
            "pcm_s16le",
            "pcm_s16be",
            "pcm_s24le",
            "pcm_s24be",
            "pcm_u8",
            "pcm_s8",
            "alac",
            "ape",
            "wavpack",
            "tta",
            "shorten",
            "tak",
            "mlp",
            "truehd",
            "wmalossless");
    /** A rate that is so little above the one asked for is not worth a second encoding. */
    private static final double SLACK = 1.1;

    private final int kilobits;

    Quality(int kilobits) {
        this.kilobits = kilobits;
    }

    /** @throws SfaException (USAGE) for a word that is none of them */
    public static Quality of(String word) {
        return Arrays.stream(values())
                .filter(quality -> quality.wireName().equals(word))
                .findFirst()
                .orElseThrow(() -> new SfaException(
                        ErrorCode.USAGE,
                        "There is no quality \"" + word + "\"; choose one of "
                                + Arrays.stream(values()).map(Quality::wireName).collect(Collectors.joining(", "))
                                + "."));
    }

    /** Whether most sources become MP3. */
    boolean isMp3() {
        return kilobits > 0;
    }

    /** The name on the wire, in lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The encoding that brings a source down to this quality; empty when it is to stay as it is.
     *
     * @param size of the file in bytes, where its rate is not declared
     */
    Optional<Encoding> encoding(AudioInfo source, long size) {
        if (this == ORIGINAL) {
            return Optional.empty();
        }
        if (this == LOSSLESS) {
            // Some of them hold samples of 32 bits as well, and fractions, which FLAC cannot.
            boolean fits = source.bitsPerSample() > 0 && source.bitsPerSample() <= 24 && source.channels() <= 8;
            boolean becomesFlac = fits && FITS_FLAC.contains(source.codec());
            return becomesFlac ? Optional.of(new Encoding.Flac()) : Optional.empty();
        }
        double rate = source.bitRate() > 0 || source.duration() <= 0 ? source.bitRate() : size * 8 / source.duration();
        boolean better = source.lossless() || rate > kilobits * 1000 * SLACK;
        return better || !WANTED.contains(source.codec()) ? Optional.of(new Encoding.Mp3(kilobits)) : Optional.empty();
    }
}
