package dev.sfa.cli;

import dev.sfa.core.config.Words;
import java.util.Comparator;
import java.util.Optional;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What was wrong with a command line, in one sentence. */
final class Mistake {
    private Mistake() {}

    static String sentence(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            String argument = unmatched.getUnmatched().get(0);
            return argument.startsWith("-")
                    ? "There is no option " + argument
                            + like(argument, e)
                                    .map(option -> "; did you mean " + option + "?")
                                    .orElse(".")
                    : "\"" + argument + "\" is one argument too many.";
        }
        if (e instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            return "The " + missing.getMissing().get(0).paramLabel() + " is missing.";
        }
        String message = e.getMessage();
        return message.endsWith(".") ? message : message + ".";
    }

    private static Optional<String> like(String argument, ParameterException e) {
        String typed = argument.replaceAll("=.*", "");
        int most = Math.max(1, typed.length() / 3);
        return e.getCommandLine().getCommandSpec().optionsMap().keySet().stream()
                .filter(option -> option.startsWith("--"))
                .filter(option -> Words.distance(option, typed) <= most)
                .min(Comparator.comparingInt(option -> Words.distance(option, typed)));
    }
}
