package dev.sfa.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** How to separate. */
final class SeparationOptions {
    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            description = "The model to separate with.")
    private String model;

    @Option(names = "--engine", paramLabel = "ENGINE", description = "The engine to separate with: dsp.")
    private String engine;

    /** The keys of the request. */
    Map<String, Object> params() {
        Map<String, Object> params = new LinkedHashMap<>();
        if (model != null) {
            params.put("model", model);
        }
        if (engine != null) {
            params.put("engine", engine);
        }
        return params;
    }
}
