package dev.sfa.daemon.http;

import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.download.FileNames;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.daemon.jobs.WorkFolders;
import dev.sfa.daemon.jobs.run.TrackImport;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files that clients send: written to the disk as they arrive, checked, and taken into the library. */
@Path("/api")
public final class UploadRoute {
    /** Each holds a thread of the server for as long as the client takes. */
    private static final int MOST_AT_ONCE = 4;

    private static final int BLOCK = 1 << 16;
    private static final Pattern NAME = Pattern.compile("(.*?)(?:\\.([A-Za-z0-9]{1,5}))?");

    private final TrackImport imports;
    private final SfaPaths paths;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    UploadRoute(TrackImport imports, SfaPaths paths) {
        this.imports = imports;
        this.paths = paths;
    }

    /**
     * The body is the file as it is. Answers with the track, which may be one that has the same content.
     *
     * @param filename tells the title when the file's tags do not
     */
    @POST
    @Path("tracks")
    @Heavy
    public Response upload(
            @QueryParam("filename") String filename,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String type,
            @HeaderParam(HttpHeaders.CONTENT_LENGTH) Long length,
            InputStream body)
            throws IOException {
        if (type != null && type.regionMatches(true, 0, "multipart/", 0, 10)) {
            throw InvalidRequest.wrongType("Send the file itself as the body, not a form (curl --data-binary @FILE).");
        }
        checkSize(length == null ? 0 : length);
        if (!places.tryAcquire()) {
            throw new SfaException(
                    ErrorCode.TRY_LATER, MOST_AT_ONCE + " uploads are under way; try again when one has ended.");
        }
        java.nio.file.Path folder = paths.work().resolve("upload-" + UUID.randomUUID());
        try {
            java.nio.file.Path received = Files.createDirectories(folder.resolve("received"));
            java.nio.file.Path file = received.resolve(safeName(filename));
            receive(body, file);
            TrackImport.Added added = imports.add(file, Files.createDirectory(folder.resolve("checked")));
            return added.existing()
                    ? Answers.existing(added.track().toJson())
                    : Answers.created(added.track().toJson());
        } finally {
            places.release();
            WorkFolders.delete(folder);
        }
    }

    private void receive(InputStream body, java.nio.file.Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] block = new byte[BLOCK];
            long size = 0;
            for (int n = read(body, block); n >= 0; n = read(body, block)) {
                size += n;
                checkSize(size);
                write(out, block, n);
            }
        }
    }

    private static int read(InputStream body, byte[] block) {
        try {
            return body.read(block);
        } catch (IOException e) {
            throw InvalidRequest.unreadable("The upload broke off; send the file again.");
        }
    }

    private void write(OutputStream out, byte[] block, int length) {
        try {
            out.write(block, 0, length);
        } catch (IOException e) {
            throw new SfaException(
                    ErrorCode.CANNOT_WRITE,
                    "The upload cannot be stored (" + e.getMessage() + "); make room on the daemon's disk.",
                    e);
        }
    }

    private void checkSize(long bytes) {
        if (bytes > imports.maxBytes()) {
            throw InvalidRequest.tooLarge("The file is larger than " + (imports.maxBytes() >> 20)
                    + " MiB, which the setting download.max_mb allows.");
        }
    }

    /** The last part of whatever path the client had the file at. */
    private static String safeName(String filename) {
        String given = filename == null
                ? ""
                : filename.substring(Math.max(filename.lastIndexOf('/'), filename.lastIndexOf('\\')) + 1);
        Matcher parts = NAME.matcher(given.isBlank() ? "upload" : given);
        if (!parts.matches()) {
            return "upload";
        }
        String extension = parts.group(2) == null ? "audio" : parts.group(2);
        return FileNames.of("", parts.group(1), extension);
    }
}
