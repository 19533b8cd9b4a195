package dev.sfa.daemon.jobs.run;

import dev.sfa.core.audio.AudioInfo;
import dev.sfa.core.audio.AudioProbe;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.daemon.store.Track;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What ffprobe says of the files of tracks, remembered for as long as a file is as it was: to ask takes a seventh of the
 * CPU time of decoding a song, and a download has asked already.
 */
public final class TrackProbe {
    private static final int MOST = 1_000;

    private final Supplier<FfmpegTools> tools;
    private final Map<Content, AudioInfo> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Content, AudioInfo> eldest) {
            return size() > MOST;
        }
    };

    private record Content(String trackId, long size, FileTime modified) {
        static Content of(String trackId, Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Content(trackId, attributes.size(), attributes.lastModifiedTime());
        }
    }

    /** @param tools asked when the first file is looked at */
    public TrackProbe(Supplier<FfmpegTools> tools) {
        this.tools = tools;
    }

    /** Keeps what was found out about a file before it became a track's; moving it changes nothing. */
    void remember(String trackId, Path file, AudioInfo info) throws IOException {
        Content content = Content.of(trackId, file);
        synchronized (known) {
            known.put(content, info);
        }
    }

    /**
     * What the track's file holds.
     *
     * @throws dev.sfa.core.error.SfaException as {@link AudioProbe#probe(Path)}
     */
    AudioInfo info(Track track, Path file) throws IOException {
        Content content = Content.of(track.id(), file);
        synchronized (known) {
            AudioInfo info = known.get(content);
            if (info != null) {
                return info;
            }
        }
        AudioInfo info = new AudioProbe(tools.get()).probe(file);
        remember(track.id(), file, info);
        return info;
    }
}
