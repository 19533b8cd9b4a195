package dev.sfa.cli.command;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What a user names to work on. */
sealed interface Input {
    Pattern URL = Pattern.compile("(?i)(https?://|spotify:).+");
    Pattern ID = Pattern.compile("(?i)[0-9a-f]{4,8}|[0-9a-f]{8}-[0-9a-f-]{0,27}");

    /** As it is called on the screen. */
    String name();

    /** A file of this machine, absolute. */
    record LocalFile(Path path) implements Input {
        @Override
        public String name() {
            return String.valueOf(path.getFileName());
        }
    }

    /** Something a download has to fetch. */
    record Remote(String url, String name) implements Input {
        /** Called by the last part of its address. */
        Remote(String url) {
            this(url, lastPart(url));
        }

        private static String lastPart(String url) {
            String path = url.replaceAll("[?#].*$", "").replaceAll("/+$", "");
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    /** Something that cannot be worked on, among others that can. */
    record Refused(String name, SfaException reason) implements Input {}

    /** What is in the library, called by its title. */
    record Known(String name) implements Input {}

    /** A track of the library, or the beginning of its id. */
    record TrackId(String id) implements Input {
        @Override
        public String name() {
            return id;
        }
    }

    /**
     * Understands an argument: a URL, else a file that exists, else, if it looks like one, a track's id.
     *
     * @param elsewhere whether the daemon may be on another machine: then only it knows whether a file exists
     * @throws SfaException (NO_INPUT) for a file that is missing or a folder; (PERMISSION) for one that cannot be read
     */
    static Input parse(String text, boolean mayBeTrack, boolean elsewhere) {
        if (URL.matcher(text).matches()) {
            return new Remote(text);
        }
        Path path = path(text);
        if (Files.isDirectory(path)) {
            throw new SfaException(ErrorCode.NO_INPUT, text + " is a folder; with -r the files in it are taken.");
        }
        if (Files.exists(path)) {
            if (!Files.isReadable(path)) {
                throw new SfaException(ErrorCode.PERMISSION, text + " cannot be read; its permissions do not let you.");
            }
            return new LocalFile(path);
        }
        if (mayBeTrack && ID.matcher(text).matches()) {
            return new TrackId(text);
        }
        if (elsewhere) {
            return new LocalFile(path);
        }
        throw new SfaException(ErrorCode.NO_INPUT, "There is no file " + text + "; check the path.");
    }

    private static Path path(String text) {
        try {
            Path path = text.regionMatches(true, 0, "file:", 0, 5) ? Path.of(URI.create(text)) : Path.of(text);
            return path.toAbsolutePath().normalize();
        } catch (IllegalArgumentException e) {
            throw new SfaException(ErrorCode.NO_INPUT, text + " is not the path of a file.", e);
        }
    }
}
