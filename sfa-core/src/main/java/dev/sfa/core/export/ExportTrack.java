package dev.sfa.core.export;

import dev.sfa.core.analysis.FeatureTree;
import java.util.Map;

/**
 * A track and what is known of it.
 *
 * @param artist empty where not known, as is {@code album}
 * @param duration in seconds
 * @param location where it lies: the path of a file, or the address that a daemon elsewhere serves it at
 * @param fileSize in bytes
 * @param format the file's ending, for example {@code flac}
 * @param sampleRate in Hz
 * @param features of its analysis, as in {@code docs/analysis.md}; empty where it has not been analysed
 */
public record ExportTrack(
        String id,
        String title,
        String artist,
        String album,
        double duration,
        String location,
        long fileSize,
        String format,
        int sampleRate,
        Map<String, Object> features) {

    /** Artist and title, or the title alone. */
    String name() {
        return artist.isBlank() ? title : artist + " - " + title;
    }

    FeatureTree tree() {
        return new FeatureTree(features);
    }
}
