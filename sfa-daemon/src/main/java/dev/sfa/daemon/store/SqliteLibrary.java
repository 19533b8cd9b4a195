package dev.sfa.daemon.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library in a file that stays: left to itself, the driver unpacks it at every start, reads it twice to
 * compare, and leaves it in the folder for temporary files when the process is killed.
 */
public final class SqliteLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteLibrary.class);
    private static final String FOLDER = "org.sqlite.lib.path";

    private SqliteLibrary() {}

    /**
     * Has the driver take its library from below this folder, and puts it there if it is missing; before the first
     * connection. Where that is not possible, the driver does as it always does.
     */
    public static void keepIn(Path folder) {
        if (System.getProperty(FOLDER) != null) {
            return;
        }
        Path place = folder.resolve("sqlite-" + SQLiteJDBCLoader.getVersion());
        Path library = place.resolve(LibraryLoaderUtil.getNativeLibName());
        try {
            if (!Files.isRegularFile(library)) {
                unpack(library);
            }
            System.setProperty(FOLDER, place.toString());
        } catch (IOException e) {
            LOG.debug("cannot keep SQLite's library in {}", place, e);
        }
    }

    private static void unpack(Path library) throws IOException {
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
        try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (packed == null) {
                throw new IOException("the driver holds no " + resource);
            }
            Files.createDirectories(library.getParent());
            Path aside = Files.createTempFile(library.getParent(), "library", ".part");
            try {
                Files.copy(packed, aside, StandardCopyOption.REPLACE_EXISTING);
                Files.move(aside, library, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(aside);
            }
        }
    }
}
