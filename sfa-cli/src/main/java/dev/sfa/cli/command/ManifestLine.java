package dev.sfa.cli.command;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A line of a batch's manifest: {@code command} (pipeline unless said), {@code input} (or {@code inputs}), and any option
 * of that command by its long name: {@code "two-stems": "vocals"} or {@code "two_stems"}, {@code "force": true}, {@code
 * "features": ["tempo", "key"]}, {@code "on-finish": ["mail", "-s", "done", "me"]}.
 *
 * @param number of the line, from 1
 * @param options as on a command line
 * @param inputs what is worked on
 * @param rest the option that takes what remains of a command line, or nothing
 */
record ManifestLine(int number, String name, List<String> options, List<String> inputs, List<String> rest) {
    /** Those take what remains of a command line: in a manifest they are a list, and come last. */
    private static final String REST = "on-finish";

    /** @throws SfaException (USAGE) for what is no such line */
    static ManifestLine parse(String text, int number) {
        Map<String, Object> keys;
        try {
            keys = new LinkedHashMap<>(Json.parseObject(text));
        } catch (IllegalArgumentException e) {
            throw new SfaException(ErrorCode.USAGE, "This is no JSON object (" + e.getMessage() + ").", e);
        }
        String name = keys.remove("command") instanceof String command ? command : "pipeline";
        Object input = keys.remove("input");
        Object inputs = keys.remove("inputs");
        List<String> options = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        keys.forEach((key, value) -> {
            String option = key.replace('_', '-');
            if (option.equals(REST)) {
                rest.add("--" + option);
                rest.addAll(texts(value));
            } else if (Boolean.TRUE.equals(value)) {
                options.add("--" + option);
            } else if (value != null && !Boolean.FALSE.equals(value)) {
                options.add("--" + option + "=" + texts(value).stream().collect(Collectors.joining(",")));
            }
        });
        List<String> things = new ArrayList<>();
        if (input != null) {
            things.add(String.valueOf(input));
        }
        if (inputs != null) {
            things.addAll(texts(inputs));
        }
        if (things.isEmpty()) {
            throw new SfaException(ErrorCode.USAGE, "It has no \"input\".");
        }
        return new ManifestLine(
                number,
                name,
                List.copyOf(options),
                things.stream()
                        .map(thing -> thing.startsWith("-") ? "./" + thing : thing)
                        .toList(),
                List.copyOf(rest));
    }

    /** As on a command line. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(options);
        // An option that takes the rest ends the options: what is worked on stands before it.
        arguments.addAll(inputs);
        arguments.addAll(rest);
        return arguments;
    }

    /** Whether it is the same command with the same options, of something else. */
    boolean isLike(ManifestLine other) {
        return name.equals(other.name) && options.equals(other.options) && rest.equals(other.rest);
    }

    /** @throws SfaException (USAGE) for a command that makes no jobs */
    SfaCommand command(Context context) {
        return switch (name) {
            case "download" -> new DownloadCommand(context);
            case "separate" -> new SeparateCommand(context);
            case "analyze", "analyse" -> new AnalyzeCommand(context);
            case "pipeline" -> new PipelineCommand(context);
            default ->
                throw new SfaException(
                        ErrorCode.USAGE,
                        "There is no command \"" + name + "\" for batches; it is download, separate, analyze or"
                                + " pipeline.");
        };
    }

    private static List<String> texts(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(value));
    }
}
