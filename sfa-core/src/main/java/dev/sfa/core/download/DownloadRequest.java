package dev.sfa.core.download;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What to download, and where to.
 *
 * @param url an http or https URL, a file URL, or the absolute path of a file
 * @param workDir folder for the file, made when it does not exist
 * @param maxBytes largest size that is accepted, also after unpacking
 */
public record DownloadRequest(String url, Path workDir, long maxBytes) {
    public DownloadRequest {
        Objects.requireNonNull(url);
        Objects.requireNonNull(workDir);
        if (maxBytes <= 0) {
            throw new IllegalArgumentException("maxBytes must be positive, not " + maxBytes);
        }
    }
}
