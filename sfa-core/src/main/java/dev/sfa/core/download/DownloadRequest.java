package dev.sfa.core.download;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What to download, and where to.
 *
 * @param url an http or https URL, a file URL, the absolute path of a file, or a Spotify URL or URI
 * @param workDir folder for the file, made when it does not exist
 * @param maxBytes largest size that is accepted, also after unpacking
 * @param quality how good the file is to be, at most
 * @param bytesPerSecond fastest rate of the transfer; 0 for no limit
 * @param link whether a file of this machine is to be linked (a hard link) and not copied, where the file systems can do that
 */
public record DownloadRequest(
        String url, Path workDir, long maxBytes, Quality quality, long bytesPerSecond, boolean link) {
    public DownloadRequest {
        Objects.requireNonNull(url);
        Objects.requireNonNull(workDir);
        Objects.requireNonNull(quality);
        if (maxBytes <= 0 || bytesPerSecond < 0) {
            throw new IllegalArgumentException("maxBytes must be positive, bytesPerSecond not negative");
        }
    }

    /** As the source has it, as fast as it goes, and copied. */
    public DownloadRequest(String url, Path workDir, long maxBytes) {
        this(url, workDir, maxBytes, Quality.ORIGINAL, 0, false);
    }
}
