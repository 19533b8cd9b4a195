package dev.sfa.core.separation;

import dev.sfa.core.audio.SampleFormat;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How the stems of a separation are written.
 *
 * @param bits of WAV and FLAC; null for the lossy codecs, which have none
 */
public record StemFormat(Codec codec, SampleFormat bits, Clip clip) {
    /** WAV files of 32-bit floats, which add up to the mixture whatever their peaks are. */
    public static final StemFormat EXACT = new StemFormat(Codec.WAV, SampleFormat.FLOAT32, Clip.NONE);

    /** The kinds of files; the wire name, which is also the extension, is the lower-case name. */
    public enum Codec {
        WAV,
        /** Lossless, 16 or 24 bits. */
        FLAC,
        MP3,
        /** Vorbis, or Opus where ffmpeg has no Vorbis encoder worth the name. */
        OGG,
        /** AAC. */
        M4A;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        private boolean isLossy() {
            return this != WAV && this != FLAC;
        }
    }

    /** What becomes of samples beyond full scale. */
    public enum Clip {
        /** Nothing, where the format can hold them; where it cannot, as {@link #CLAMP}. */
        NONE,
        /** They are cut at full scale. */
        CLAMP,
        /** All stems are made quieter by one factor, so that they still add up to the mixture, only quieter. */
        RESCALE;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * From what was asked for; null for each that was not.
     *
     * @param codec {@code wav}, {@code flac}, {@code mp3}, {@code ogg} or {@code m4a}; {@code wav} unless given
     * @param bits {@code 16}, {@code 24} or {@code 32f}; unless given, {@code 32f} of WAV and {@code 24} of FLAC
     * @param clip {@code rescale}, {@code clamp} or {@code none}; unless given, {@code none} of float WAV, else
     *     {@code rescale}
     * @throws SfaException (USAGE) for another word, or bits that the codec does not have
     */
    public static StemFormat of(String codec, String bits, String clip) {
        Codec kind = codec == null ? Codec.WAV : named(Codec.values(), "codec", codec);
        SampleFormat samples = bits(kind, bits);
        Clip beyond = clip != null
                ? named(Clip.values(), "way to clip", clip)
                : samples == SampleFormat.FLOAT32 ? Clip.NONE : Clip.RESCALE;
        return new StemFormat(kind, samples, beyond);
    }

    private static SampleFormat bits(Codec codec, String bits) {
        if (bits == null) {
            return codec.isLossy() ? null : codec == Codec.WAV ? SampleFormat.FLOAT32 : SampleFormat.PCM24;
        }
        SampleFormat format = switch (bits) {
            case "16" -> SampleFormat.PCM16;
            case "24" -> SampleFormat.PCM24;
            case "32f" -> SampleFormat.FLOAT32;
            default -> throw usage("There are no " + bits + " bits; it is 16, 24 or 32f.");
        };
        if (codec.isLossy()) {
            throw usage("Bits are of wav and flac; " + codec.wireName() + " has none.");
        }
        if (codec == Codec.FLAC && format == SampleFormat.FLOAT32) {
            throw usage("FLAC holds 16 or 24 bits, not 32f; wav holds those.");
        }
        return format;
    }

    private static <E extends Enum<E>> E named(E[] values, String what, String name) {
        return Arrays.stream(values)
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> usage("There is no " + what + " \"" + name + "\"; there is "
                        + Arrays.stream(values)
                                .map(value -> value.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + "."));
    }

    private static SfaException usage(String sentence) {
        return new SfaException(ErrorCode.USAGE, sentence);
    }

    /** {@code 16}, {@code 24} or {@code 32f}; null for the lossy codecs. */
    public String bitsName() {
        return bits == null ? null : bits == SampleFormat.FLOAT32 ? "32f" : Integer.toString(bits.bits());
    }
}
