package dev.sfa.core.audio;

/** How audio is to be written. */
public sealed interface Encoding {
    /** The extension of a file of this kind. */
    String extension();

    /** The stream as it is, in the container of the file it comes from. */
    record Copy(String extension) implements Encoding {}

    /** Free Lossless Audio Codec, up to 24 bits. */
    record Flac() implements Encoding {
        @Override
        public String extension() {
            return "flac";
        }
    }

    /** Vorbis in Ogg, or Opus (which is always at 48 kHz) where ffmpeg has no Vorbis encoder worth the name. */
    record Ogg() implements Encoding {
        @Override
        public String extension() {
            return "ogg";
        }
    }

    /** AAC in MP4. */
    record M4a(int kilobits) implements Encoding {
        @Override
        public String extension() {
            return "m4a";
        }
    }

    /** MPEG layer 3 at a constant rate, at most two channels. */
    record Mp3(int kilobits) implements Encoding {
        @Override
        public String extension() {
            return "mp3";
        }
    }
}
