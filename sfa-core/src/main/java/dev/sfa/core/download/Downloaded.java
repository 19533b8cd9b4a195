package dev.sfa.core.download;

import dev.sfa.core.audio.AudioInfo;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that was fetched and found to be audio from beginning to end.
 *
 * @param file in the work folder of the request, named {@code {artist} - {title}.{ext}}
 * @param size in bytes
 * @param sha256 of the file, 64 hexadecimal digits in lower case; empty for a long file from a web server, which waits for
 *     no hash
 * @param info what it holds, the duration measured
 * @param title never empty
 * @param artist empty when not known
 * @param album empty when not known
 * @param sourceFormat codec of the source, which an encoding for a {@link Quality} does not change:
 *     {@code flac} here and {@code mp3} in {@code info} is a lossless source made smaller
 * @param sourceId the source's own name of the recording ({@code spotify:track:…}); empty when it has none
 */
public record Downloaded(
        Path file,
        long size,
        Optional<String> sha256,
        AudioInfo info,
        String title,
        String artist,
        String album,
        String sourceFormat,
        String sourceId) {}
