package dev.sfa.core.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One name for what an address leads to, so that two ways of writing it are told as the same source. */
public final class SourceId {
    private SourceId() {}

    /**
     * Without asking anybody: of Spotify its URI; of the web the URL without credentials and fragment; of a file its path, with
     * size and time of its last change, for a changed file is another source.
     *
     * @throws dev.sfa.core.error.SfaException (USAGE) for an address that makes no sense
     */
    public static String of(String url) {
        if (SpotifyAddress.handles(url)) {
            return SpotifyAddress.find(url).map(SpotifyAddress::uri).orElse(url);
        }
        if (HttpAddress.handles(url)) {
            return HttpAddress.parse(url).uri().toString();
        }
        Path file = LocalFileSource.copying(url).file().normalize();
        try {
            return "file:" + file + ":" + Files.size(file) + ":"
                    + Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            // What is wrong with it is for the download to say.
            return "file:" + file;
        }
    }
}
