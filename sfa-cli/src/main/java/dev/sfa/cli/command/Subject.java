package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import dev.sfa.cli.local.Recording;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;

/** What a picture is of: a track of the library, with what is known of it, or a file. */
final class Subject implements Closeable {
    private final Session session;
    private final Path file;
    private final boolean fetched;
    private final String title;
    private final Map<String, Object> features;

    private Subject(Session session, Path file, boolean fetched, String title, Map<String, Object> features) {
        this.session = session;
        this.file = file;
        this.fetched = fetched;
        this.title = title;
        this.features = features;
    }

    /**
     * Finds what a user names.
     *
     * @throws SfaException (NO_INPUT), (NOT_FOUND), or (USAGE) for a URL
     */
    static Subject find(Session session, String text) throws IOException {
        Input input = Input.parse(text, true, false);
        if (input instanceof Input.LocalFile local) {
            return new Subject(session, local.path(), false, null, Map.of());
        }
        if (input instanceof Input.TrackId track) {
            return ofTrack(session, track.id());
        }
        throw new SfaException(
                ErrorCode.USAGE, text + " is not here yet; fetch it with \"sfa download\" and name the track.");
    }

    private static Subject ofTrack(Session session, String id) throws IOException {
        Map<String, Object> track =
                session.api().get("/api/tracks/" + ApiClient.id(id)).object();
        String path = String.valueOf(track.get("path"));
        Path file = Path.of(session.results().path(path));
        boolean fetch = session.elsewhere() || !Files.isReadable(file);
        if (fetch) {
            file = Files.createTempFile("sfa-", path.substring(path.lastIndexOf('.')));
            try (InputStream in = session.api().stream(ApiClient.path(path))) {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            } catch (RuntimeException | IOException e) {
                Files.deleteIfExists(file);
                throw e;
            }
        }
        return new Subject(session, file, fetch, name(track), features(session, id));
    }

    private static String name(Map<String, Object> track) {
        Object artist = track.get("artist");
        String title = String.valueOf(track.get("title"));
        return artist == null || artist.toString().isBlank() ? title : artist + " - " + title;
    }

    /** What is known of a track; nothing for one that has not been analysed. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> features(Session session, String id) {
        try {
            return (Map<String, Object>) session.api()
                    .get("/api/analysis/" + ApiClient.id(id))
                    .object()
                    .get("features");
        } catch (SfaException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Map.of();
            }
            throw e;
        }
    }

    Recording recording() throws IOException {
        FfmpegTools tools = Recording.tools(session.paths(), session.env());
        return Recording.open(file, tools);
    }

    /** What is to be called: artist and title, of the library, else of the file's tags, else the file's name. */
    String title(Map<String, String> tags) {
        if (title != null) {
            return title;
        }
        String tagged = tags.getOrDefault("title", "").strip();
        if (tagged.isEmpty()) {
            return String.valueOf(file.getFileName()).replaceFirst("(?<=.)\\.[A-Za-z0-9]{1,5}$", "");
        }
        return Optional.ofNullable(tags.get("artist"))
                .filter(artist -> !artist.isBlank())
                .map(artist -> artist.strip() + " - " + tagged)
                .orElse(tagged);
    }

    /** What the library knows; empty for a file. */
    Map<String, Object> features() {
        return features;
    }

    @Override
    public void close() throws IOException {
        if (fetched) {
            Files.deleteIfExists(file);
        }
    }
}
