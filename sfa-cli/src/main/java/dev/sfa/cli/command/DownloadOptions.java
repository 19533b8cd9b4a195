package dev.sfa.cli.command;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** How things are downloaded, in every command that does. */
final class DownloadOptions {
    @Option(
            names = "--archive",
            paramLabel = "NAME",
            description = "Fetch nothing that this archive has seen, even if it has left the library; what failed is"
                    + " tried again an hour later. --force fetches all.")
    private String archive;

    @Option(
            names = "--limit-rate",
            paramLabel = "RATE",
            converter = ByteRate.class,
            description = "Bytes a second at most for each download: 500k, 1.5M.")
    private Long limitRate;

    @Option(
            names = "--link",
            description =
                    "Take a file of this machine in by a hard link and not by a copy, where the file systems can do"
                            + " that: no second copy on the disk, but who edits the file edits the track.")
    private boolean link;

    @Option(names = "--copy", description = "Copy files of this machine, also if download.local says to link them.")
    private boolean copy;

    /** @throws SfaException (USAGE) when they contradict each other */
    Map<String, Object> params() {
        if (link && copy) {
            throw new SfaException(ErrorCode.USAGE, "--link and --copy exclude each other; leave one out.");
        }
        Map<String, Object> params = new LinkedHashMap<>();
        put(params, "link", link ? Boolean.TRUE : copy ? Boolean.FALSE : null);
        put(params, "archive", archive);
        put(params, "limit_rate", limitRate);
        return params;
    }

    private static void put(Map<String, Object> params, String name, Object value) {
        if (value != null) {
            params.put(name, value);
        }
    }
}
