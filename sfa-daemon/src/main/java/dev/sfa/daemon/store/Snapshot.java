package dev.sfa.daemon.store;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Copies a database while it is in use: the copy is as the database was at one moment, and needs nothing beside it. */
final class Snapshot {
    private Snapshot() {}

    /**
     * @param target written under another name first; replaced if it exists
     * @throws SfaException (CANNOT_WRITE)
     */
    static void write(DataSource source, Path target) {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            try (Connection connection = source.getConnection();
                    PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
                copy.setString(1, part.toAbsolutePath().toString());
                copy.execute();
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (SQLException | IOException e) {
            deleteQuietly(part);
            throw new SfaException(
                    ErrorCode.CANNOT_WRITE,
                    "The database cannot be copied to " + target + " (" + e.getMessage()
                            + "); name a file in a folder that may be written to and has room.",
                    e);
        }
    }

    private static void deleteQuietly(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // The copy has failed already, with the reason that matters.
        }
    }
}
