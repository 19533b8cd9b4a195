package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.tool.ExitCode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What an external program says when it fails, as an error of ours that starts with the program's name. */
final class ToolError {
    private static final Pattern TEMPORARY = Pattern.compile(
            "429|too many requests|http error 5\\d\\d|timed out|timeout|connection (refused|reset|aborted)|"
                    + "temporary failure|remote end closed|incompleteread|rate.?limit");
    private static final Pattern NOTHING_THERE = Pattern.compile(
            "http error 4\\d\\d|not available|unavailable|does not exist|not exist|not found|no results|private|"
                    + "removed|sign in|log ?in|unsupported url|no video formats|region");
    /** Advice to report bugs, and what Python says of causes. */
    private static final Pattern ADVICE = Pattern.compile("(;? *please report this issue.*| *\\(caused by .*)$");

    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");

    private ToolError() {}

    /**
     * @param exit code of the program
     * @param lines what the program wrote, oldest first
     * @param url given by the user; it is not repeated with its credentials
     */
    static SfaException of(String tool, int exit, List<String> lines, String url) {
        if (ExitCode.isKilled(exit)) {
            return new SfaException(
                    ErrorCode.TRY_LATER,
                    tool + " was killed, by somebody or by a system that lacks memory; try again later.");
        }
        String words = words(lines).replace(url, Downloader.shown(url));
        String lower = words.toLowerCase(Locale.ROOT);
        ErrorCode code = TEMPORARY.matcher(lower).find()
                ? ErrorCode.TRY_LATER
                : NOTHING_THERE.matcher(lower).find() ? ErrorCode.NO_INPUT : ErrorCode.FAILED;
        return new SfaException(code, tool + ": " + (words.isEmpty() ? "it failed and did not say why" : words) + ".");
    }

    /** The last line that names an error, else the last line. */
    private static String words(List<String> lines) {
        String last = "";
        String error = "";
        for (String raw : lines) {
            String line = COLOURS.matcher(raw).replaceAll("").strip();
            if (line.startsWith("ERROR:")) {
                error = line.substring("ERROR:".length()).strip();
            } else if (!line.isEmpty() && !line.startsWith("WARNING:")) {
                last = line;
            }
        }
        String words = ADVICE.matcher(error.isEmpty() ? last : error).replaceFirst("");
        return words.endsWith(".") ? words.substring(0, words.length() - 1) : words;
    }
}
