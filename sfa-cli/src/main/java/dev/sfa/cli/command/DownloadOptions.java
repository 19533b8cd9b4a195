package dev.sfa.cli.command;

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

    Map<String, Object> params() {
        Map<String, Object> params = new LinkedHashMap<>();
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
