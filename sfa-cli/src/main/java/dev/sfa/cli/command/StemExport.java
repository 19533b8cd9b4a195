package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import dev.sfa.cli.local.Recording;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.export.ExportTrack;
import dev.sfa.core.export.StemMp4;
import dev.sfa.core.separation.StemType;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.tool.TemporaryFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A track and the stems of its newest separation into four, as a STEM file. */
final class StemExport {
    static final String ENDING = "stem.mp4";

    private static final Map<String, StemType> PARTS = Stream.of(
                    StemType.VOCALS, StemType.DRUMS, StemType.BASS, StemType.OTHER)
            .collect(Collectors.toMap(StemType::wireName, type -> type));

    private final Session session;
    private final LibraryTrack track;

    StemExport(Session session, LibraryTrack track) {
        this.session = session;
        this.track = track;
    }

    /** @throws SfaException (NOT_FOUND) when the track has not been separated into vocals, drums, bass and other */
    void write(OutputStream out) throws IOException {
        Map<StemType, String> ids = newest();
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        try (TemporaryFolder folder = TemporaryFolder.in(parent, "sfa-stem")) {
            ExportTrack of = track.with(Map.of());
            Path master = Path.of(of.location());
            if (session.elsewhere() || !Files.isReadable(master)) {
                master = fetch(track.address(), folder.resolve("master"));
            }
            Map<StemType, Path> stems = new EnumMap<>(StemType.class);
            for (Map.Entry<StemType, String> stem : ids.entrySet()) {
                stems.put(
                        stem.getKey(),
                        fetch(
                                "/export/stem/" + ApiClient.segment(stem.getValue()),
                                folder.resolve(stem.getKey().wireName())));
            }
            Map<String, String> tags = new LinkedHashMap<>();
            tags.put("title", of.title());
            tags.put("artist", of.artist());
            tags.put("album", of.album());
            tags.values().removeIf(String::isBlank);
            Path made = folder.resolve("made." + ENDING);
            new StemMp4(Recording.tools(session.paths(), session.env()), StemMp4.Codec.AAC)
                    .write(master, stems, tags, Optional.empty(), made, new CancellationToken());
            Files.copy(made, out);
        }
    }

    private Path fetch(String address, Path to) throws IOException {
        try (InputStream in = session.api().stream(address)) {
            Files.copy(in, to);
        }
        return to;
    }

    /** The ids of the four stems, of the separation that was asked for last. */
    private Map<StemType, String> newest() {
        Map<String, Map<StemType, String>> byJob = new LinkedHashMap<>();
        for (Map<String, Object> stem : session.api()
                .get("/api/tracks/" + ApiClient.id(track.id()) + "/stems")
                .list()) {
            StemType type = PARTS.get(String.valueOf(stem.get("type")));
            if (type != null) {
                byJob.computeIfAbsent(String.valueOf(stem.get("job_id")), job -> new EnumMap<>(StemType.class))
                        .put(type, String.valueOf(stem.get("id")));
            }
        }
        byJob.values().removeIf(stems -> stems.size() < PARTS.size());
        Map<StemType, String> newest = null;
        Instant latest = Instant.MIN;
        for (Map.Entry<String, Map<StemType, String>> job : byJob.entrySet()) {
            Instant created = session.api().job(job.getKey()).createdAt();
            if (newest == null || created.isAfter(latest)) {
                newest = job.getValue();
                latest = created;
            }
        }
        if (newest == null) {
            throw new SfaException(
                    ErrorCode.NOT_FOUND,
                    "The track " + track.id() + " has no vocals, drums, bass and other of one separation; make them"
                            + " with \"sfa separate " + track.id() + "\".");
        }
        return newest;
    }
}
