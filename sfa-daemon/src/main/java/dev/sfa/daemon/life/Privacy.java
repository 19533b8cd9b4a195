package dev.sfa.daemon.life;

import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Makes the daemon's folders, for the user's eyes only. */
public final class Privacy {
    private Privacy() {}

    /** @throws SfaException (CANNOT_WRITE) that names the folder that cannot be made or written to */
    public static void makeFolders(SfaPaths paths) {
        for (Path folder : List.of(paths.config(), paths.data(), paths.state(), paths.cache(), paths.work())) {
            try {
                Files.createDirectories(folder, ownerOnly(folder));
            } catch (FileAlreadyExistsException e) {
                throw new SfaException(
                        ErrorCode.CANNOT_WRITE,
                        folder + " is in the way: it is a file, but sfa needs a folder there.",
                        e);
            } catch (IOException e) {
                throw new SfaException(
                        ErrorCode.CANNOT_WRITE,
                        "The folder " + folder + " cannot be made (" + e.getMessage()
                                + "); check its permissions, or set SFA_HOME to another folder.",
                        e);
            }
            if (!Files.isWritable(folder)) {
                throw new SfaException(
                        ErrorCode.CANNOT_WRITE,
                        "The folder " + folder
                                + " may not be written to; check its permissions, or set SFA_HOME to another folder.");
            }
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }
}
