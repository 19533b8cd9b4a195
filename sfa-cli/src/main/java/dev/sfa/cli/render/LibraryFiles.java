package dev.sfa.cli.render;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where the files of a daemon's library are for whoever reads the output. */
public interface LibraryFiles {
    /** What the wire puts before the names of files. */
    String ROOT = "/files/";

    /** @param path begins with {@link #ROOT} */
    String place(String path);

    /** Of a daemon of this machine: in a folder. */
    static LibraryFiles in(Path folder) {
        return path -> folder.resolve(path.substring(ROOT.length())).toString();
    }

    /** Of a daemon elsewhere: at an address, which needs the daemon's token. */
    static LibraryFiles at(String url) {
        return path -> {
            try {
                return url + new URI(null, null, path, null).toASCIIString();
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException(path, e);
            }
        };
    }
}
