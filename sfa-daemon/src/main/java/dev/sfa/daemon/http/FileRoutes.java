package dev.sfa.daemon.http;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.export.ExportFormat;
import dev.sfa.core.export.ExportOptions;
import dev.sfa.core.export.ExportTrack;
import dev.sfa.core.protocol.JobView;
import dev.sfa.core.protocol.Json;
import dev.sfa.daemon.store.Analysis;
import dev.sfa.daemon.store.Stem;
import dev.sfa.daemon.store.Track;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The files behind the paths that stand in results, and exports. */
@Path("/")
public final class FileRoutes {
    private final ApiParts parts;
    private final Finder finder;
    private final FileSender sender = new FileSender();

    FileRoutes(ApiParts parts, Finder finder) {
        this.parts = parts;
        this.finder = finder;
    }

    @GET
    @Path("files/{path: .+}")
    public void file(
            @Suspended AsyncResponse answer,
            @PathParam("path") String path,
            @HeaderParam("Range") String range,
            @HeaderParam("If-Range") String ifRange,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch)
            throws IOException {
        sender.send(answer, new FileAnswer(resolve("/files/" + path)).answer(range, ifRange, ifNoneMatch));
    }

    @GET
    @Path("export/stem/{id}")
    public void stem(@Suspended AsyncResponse answer, @PathParam("id") String id) throws IOException {
        Stem stem = parts.stems()
                .find(id)
                .orElseThrow(() -> new SfaException(ErrorCode.NOT_FOUND, "There is no stem " + id + "."));
        sender.send(answer, new FileAnswer(resolve(stem.path())).download(stem.type() + "." + stem.format()));
    }

    /** All stems of the newest separation of a track, as a ZIP written while it is sent. */
    @GET
    @Path("export/stems/{track_id}")
    @Heavy
    public void stems(@Suspended AsyncResponse answer, @PathParam("track_id") String id) throws IOException {
        Track track = finder.track(id);
        List<Stem> all = parts.stems().ofTrack(track.id());
        if (all.isEmpty()) {
            throw new SfaException(ErrorCode.NOT_FOUND, "The track " + track.id() + " has not been separated.");
        }
        String newest = newestJob(all);
        // Found before the answer begins: later there is no way to say that one is gone.
        Map<String, java.nio.file.Path> files = new LinkedHashMap<>();
        for (Stem stem : all) {
            if (stem.jobId().equals(newest)) {
                files.put(stem.type() + "." + stem.format(), resolve(stem.path()));
            }
        }
        StreamingOutput zip = out -> {
            try (ZipOutputStream archive = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
                // Sound hardly gets smaller; do not spend time on it.
                archive.setLevel(Deflater.BEST_SPEED);
                for (Map.Entry<String, java.nio.file.Path> file : files.entrySet()) {
                    archive.putNextEntry(new ZipEntry(file.getKey()));
                    Files.copy(file.getValue(), archive);
                    archive.closeEntry();
                }
            }
        };
        sender.send(
                answer,
                Response.ok(zip, "application/zip")
                        .header(
                                HttpHeaders.CONTENT_DISPOSITION,
                                "attachment; filename=\"stems-" + track.id() + ".zip\"")
                        .build());
    }

    private String newestJob(List<Stem> stems) {
        return stems.stream()
                .map(Stem::jobId)
                .distinct()
                .max(Comparator.comparing(
                        job -> parts.jobs().find(job).map(JobView::createdAt).orElse(Instant.MIN)))
                .orElseThrow();
    }

    /** The analysis of a track, in a format of {@link ExportFormat}; the features as they are unless one is named. */
    @GET
    @Path("export/analysis/{track_id}")
    public void analysis(
            @Suspended AsyncResponse answer,
            @PathParam("track_id") String id,
            @QueryParam("format") @DefaultValue("json") String name,
            @QueryParam("frames") boolean frames,
            @QueryParam("labels") String labels)
            throws IOException {
        Track track = finder.track(id);
        ExportFormat format = ExportFormat.of(name);
        ExportOptions options = new ExportOptions(frames, labels(labels));
        Analysis analysis = parts.analyses()
                .find(track.id())
                .orElseThrow(() ->
                        new SfaException(ErrorCode.NOT_FOUND, "The track " + track.id() + " has not been analysed."));
        Object entity;
        if (format == ExportFormat.JSON) {
            entity = analysis.features().getBytes(StandardCharsets.UTF_8);
        } else {
            ExportTrack exported = exported(track, Json.parseObject(analysis.features()));
            entity = (StreamingOutput) out -> format.write(List.of(exported), options, out);
        }
        sender.send(
                answer,
                Response.ok(entity, format.mediaType())
                        .header(
                                HttpHeaders.CONTENT_DISPOSITION,
                                "attachment; filename=\"analysis-" + track.id() + "." + format.ending() + "\"")
                        .build());
    }

    private static Set<ExportOptions.Label> labels(String names) {
        if (names == null || names.isBlank()) {
            return ExportOptions.USUAL.labels();
        }
        Set<ExportOptions.Label> labels = EnumSet.noneOf(ExportOptions.Label.class);
        for (String name : names.split(",")) {
            labels.add(Arrays.stream(ExportOptions.Label.values())
                    .filter(label -> label.name().equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> InvalidRequest.field(
                            "labels", "There are no labels \"" + name + "\"; they are beats, sections and chords.")));
        }
        return labels;
    }

    private ExportTrack exported(Track track, Map<String, Object> features) throws IOException {
        return new ExportTrack(
                track.id(),
                track.title(),
                track.artist() == null ? "" : track.artist(),
                track.album() == null ? "" : track.album(),
                track.duration(),
                resolve(track.path()).toString(),
                track.fileSize(),
                track.format(),
                track.sampleRate(),
                features);
    }

    /** The file of a path on the wire, which must lie in the folder of files, symbolic links followed. */
    private java.nio.file.Path resolve(String wirePath) throws IOException {
        try {
            java.nio.file.Path root = parts.paths().files().toRealPath();
            java.nio.file.Path file =
                    root.resolve(wirePath.substring("/files/".length())).toRealPath();
            if (file.startsWith(root) && Files.isRegularFile(file)) {
                return file;
            }
        } catch (InvalidPathException | IOException e) {
            // As for a file outside: there is nothing here.
        }
        throw new SfaException(ErrorCode.NOT_FOUND, "There is no file " + wirePath + ".");
    }
}
