package dev.sfa.cli.command;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sfa batch}: many jobs from a file, a line each. */
@Command
public final class BatchCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Mixin
    private SubmitOptions options = new SubmitOptions();

    @Parameters(
            paramLabel = "MANIFEST",
            description =
                    "NDJSON: {\"command\":\"separate\",\"input\":\"a.mp3\",\"model\":\"...\"}, the other keys as the"
                            + " command's options; - for stdin.")
    private String manifest;

    public BatchCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        Gathering gathering = new Gathering(session);
        Context submitting = context.gatheredBy(gathering, global);
        List<ManifestLine> lines = new ArrayList<>();
        int number = 0;
        int refused = 0;
        ErrorCode code = ErrorCode.FAILED;
        for (String text : read()) {
            number++;
            if (text.isBlank()) {
                continue;
            }
            try {
                lines.add(ManifestLine.parse(text, number));
            } catch (SfaException e) {
                refused++;
                code = e.code();
                complain(session, number, e);
            }
        }
        ManifestParser parser = new ManifestParser(submitting, defaults(), options.onFinish);
        for (ManifestLine line : lines) {
            try {
                gathering.begin(line.number());
                parser.run(line);
            } catch (SfaException e) {
                if (e.code() == ErrorCode.NO_DAEMON) {
                    throw e;
                }
                refused++;
                code = e.code();
                complain(session, line.number(), e);
            }
        }
        Map<Integer, SfaException> refusals = new TreeMap<>();
        Runnable submit = () -> refusals.putAll(gathering.submit());
        if (options.detach || options.dryRun) {
            submit.run();
        } else {
            session.openingDisplay(submit);
        }
        for (Map.Entry<Integer, SfaException> refusal : refusals.entrySet()) {
            refused++;
            code = refusal.getValue().code();
            complain(session, refusal.getKey(), refusal.getValue());
        }
        int outcome = gathering.orders().isEmpty() ? 0 : follow(session, gathering);
        if (refused == 0) {
            return outcome;
        }
        return lines.isEmpty() || gathering.orders().isEmpty() && !options.dryRun
                ? code.exitCode()
                : ErrorCode.PARTIAL.exitCode();
    }

    private int follow(Session session, Gathering gathering) {
        return options.detach
                ? Submitter.detached(session, gathering.orders())
                : new Attachment(session, gathering::delivery, options.cancelOnExit)
                        .follow(gathering.orders(), options.timeout);
    }

    /** What was said for all lines; a line can say otherwise. */
    private List<String> defaults() {
        List<String> arguments = new ArrayList<>();
        if (options.priority != 0) {
            arguments.add("--priority=" + options.priority);
        }
        if (options.retries != null) {
            arguments.add("--retries=" + options.retries);
        }
        if (options.batch != null) {
            arguments.add("--batch=" + options.batch);
        }
        if (options.force) {
            arguments.add("--force");
        }
        if (options.dryRun) {
            arguments.add("--dry-run");
        }
        return arguments;
    }

    private static void complain(Session session, int number, SfaException e) {
        session.streams().note("sfa: Line " + number + ": " + e.getMessage());
    }

    private List<String> read() {
        try {
            if (manifest.equals("-")) {
                return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                        .lines()
                        .toList();
            }
            return Files.readAllLines(Path.of(manifest));
        } catch (NoSuchFileException e) {
            throw new SfaException(ErrorCode.NO_INPUT, "There is no file " + manifest + "; check the path.", e);
        } catch (IOException e) {
            throw new SfaException(ErrorCode.NO_INPUT, manifest + " cannot be read (" + e.getMessage() + ").", e);
        }
    }
}
