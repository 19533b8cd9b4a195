package dev.sfa.core.download;

/**
 * A recording that yt-dlp found.
 *
 * @param duration in seconds, 0 when not known
 */
record Candidate(String url, String title, String uploader, double duration) {}
