package dev.sfa.core.tag;

import dev.sfa.core.audio.AudioInfo;
import java.util.Optional;

/** Files whose tags can be written. */
enum TagFormat {
    MP3("mp3"),
    FLAC("flac"),
    VORBIS("ogg"),
    MP4("m4a");

    private final String ending;

    TagFormat(String ending) {
        this.ending = ending;
    }

    /** The ending by which the library knows what to do. */
    String ending() {
        return ending;
    }

    /** Told by what the file holds, not by its name. */
    static Optional<TagFormat> of(AudioInfo info) {
        return Optional.ofNullable(
                switch (info.container()) {
                    case "mp3" -> MP3;
                    case "flac" -> FLAC;
                    case "ogg" -> info.codec().equals("vorbis") ? VORBIS : null;
                    case "mov,mp4,m4a,3gp,3g2,mj2" -> MP4;
                    default -> null;
                });
    }
}
