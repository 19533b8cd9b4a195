package dev.sfa.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where a daemon is to listen. */
final class ListenOptions {
    @Option(names = "--port", paramLabel = "PORT", description = "The port; 0 for any. 4000 or any unless set.")
    private Integer port;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "The address; 127.0.0.1 unless set.")
    private String host;

    /** The arguments for the daemon's program. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        if (port != null) {
            arguments.addAll(List.of("--port", port.toString()));
        }
        if (host != null) {
            arguments.addAll(List.of("--host", host));
        }
        return arguments;
    }
}
