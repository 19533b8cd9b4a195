package dev.sfa.core.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells one run of the machine from the next: what was written in an earlier one may not have reached the disk (proc(5)). */
final class Boot {
    private static final Path ID = Path.of("/proc/sys/kernel/random/boot_id");

    private Boot() {}

    /** The same until the machine starts again; empty where the system does not say. */
    static String id() {
        try {
            return Files.isReadable(ID) ? Files.readString(ID).strip() : "";
        } catch (IOException e) {
            return "";
        }
    }
}
