package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.export.ExportFormat;
import dev.sfa.core.export.ExportOptions;
import dev.sfa.core.export.ExportTrack;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A folder a track: its stems, and its analysis in every format. */
final class ZipExport {
    private final Session session;
    private final List<LibraryTrack> tracks;

    ZipExport(Session session, List<LibraryTrack> tracks) {
        this.session = session;
        this.tracks = tracks;
    }

    /** @throws SfaException (NOT_FOUND) for a track of which there is nothing */
    void write(OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        // Sound hardly gets smaller; do not spend time on it.
        zip.setLevel(Deflater.BEST_SPEED);
        for (LibraryTrack track : tracks) {
            String folder = folder(track);
            Optional<Map<String, Object>> features = track.features();
            if (features.isPresent()) {
                analysis(zip, folder, track.with(features.get()));
            }
            if (!stems(zip, folder, track) && features.isEmpty()) {
                throw new SfaException(
                        ErrorCode.NOT_FOUND,
                        "The track " + track.id() + " has neither stems nor an analysis; make them with"
                                + " \"sfa separate\" and \"sfa analyze\".");
            }
        }
        zip.finish();
    }

    /** Two tracks of one name get folders of their own. */
    private String folder(LibraryTrack track) {
        String name = track.folderName();
        boolean shared = tracks.stream()
                .anyMatch(other -> other != track && other.folderName().equals(name));
        return shared ? name + " " + track.id().substring(0, 8) : name;
    }

    private static void analysis(ZipOutputStream zip, String folder, ExportTrack track) throws IOException {
        for (ExportFormat format : ExportFormat.values()) {
            if (format.needsAnalysis()) {
                String name = format == ExportFormat.AUDACITY ? "labels" : "analysis";
                zip.putNextEntry(new ZipEntry(folder + "/" + name + "." + format.ending()));
                format.write(List.of(track), ExportOptions.USUAL, zip);
                zip.closeEntry();
            }
        }
    }

    private boolean stems(ZipOutputStream zip, String folder, LibraryTrack track) throws IOException {
        try (ZipInputStream stems = new ZipInputStream(
                session.api().stream("/export/stems/" + ApiClient.segment(track.id())), StandardCharsets.UTF_8)) {
            for (ZipEntry stem = stems.getNextEntry(); stem != null; stem = stems.getNextEntry()) {
                zip.putNextEntry(new ZipEntry(folder + "/stems/" + stem.getName()));
                stems.transferTo(zip);
                zip.closeEntry();
            }
            return true;
        } catch (SfaException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }
}
