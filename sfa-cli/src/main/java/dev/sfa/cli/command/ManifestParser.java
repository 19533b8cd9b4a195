package dev.sfa.cli.command;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Runs the lines of a manifest as the command lines they are. To read a command's annotations and to parse its options
 * takes longer than all else there is to do for a line, so lines that differ in their inputs only share one command that
 * was parsed once; others get one of their own, because what is submitted looks at its options again.
 */
final class ManifestParser {
    private final Context context;
    private final List<String> defaults;
    private final List<String> onFinish;
    private ManifestLine last;
    private SfaCommand command;
    private PositionalParamSpec inputs;

    /**
     * @param defaults options of every line, which it can set otherwise
     * @param onFinish the command for the end of every line's jobs that names none itself; empty for none
     */
    ManifestParser(Context context, List<String> defaults, List<String> onFinish) {
        this.context = context;
        this.defaults = defaults;
        this.onFinish = onFinish;
    }

    /** @throws SfaException (USAGE) for a line that makes no sense; else as the command */
    void run(ManifestLine line) {
        try {
            if (last != null && line.isLike(last)) {
                inputs.setValue(new ArrayList<>(line.inputs()));
            } else {
                last = null;
                parse(line);
                last = line;
            }
            command.run();
        } catch (CommandLine.ParameterException e) {
            throw new SfaException(ErrorCode.USAGE, e.getMessage() + ".", e);
        } catch (IOException e) {
            throw new SfaException(ErrorCode.FAILED, "That failed (" + e.getMessage() + ").", e);
        }
    }

    private void parse(ManifestLine line) {
        command = line.command(context);
        CommandLine parser = new CommandLine(command)
                .setOverwrittenOptionsAllowed(true)
                .setInterpolateVariables(false)
                .setExpandAtFiles(false);
        List<String> arguments = new ArrayList<>(defaults);
        arguments.addAll(line.arguments());
        if (!onFinish.isEmpty() && line.rest().isEmpty()) {
            arguments.add("--on-finish");
            arguments.addAll(onFinish);
        }
        parser.parseArgs(arguments.toArray(String[]::new));
        inputs = parser.getCommandSpec().positionalParameters().get(0);
    }
}
