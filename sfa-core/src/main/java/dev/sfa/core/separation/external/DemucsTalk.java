package dev.sfa.core.separation.external;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.ProgressListener;
import dev.sfa.core.tool.ExitCode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What demucs writes while it works: a bar of tqdm for each pass of each model over each file, and its errors. */
final class DemucsTalk {
    /** {@code "  7%|████▏   | 5.85/81.9 [00:03<00:47,  1.59seconds/s]"}; a fetched model's bar counts bytes. */
    private static final Pattern BAR = Pattern.compile("\\s*(\\d{1,3})%\\|.*");

    private static final Pattern BAG = Pattern.compile("Selected model is a bag of (\\d{1,3}) models.*");
    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");
    private static final Pattern LABEL = Pattern.compile("^(FATAL|ERROR|error|demucs(\\.separate)?: error):\\s*");
    private static final Pattern NO_MEMORY =
            Pattern.compile("out of memory|can't allocate memory|cannot allocate memory|memoryerror|not enough memory");

    private final int bars;
    private final ProgressListener progress;
    private int models = 1;
    private int bar;
    private int percent;
    private boolean separating;

    /** @param bars how many bars each model makes */
    DemucsTalk(int bars, ProgressListener progress) {
        this.bars = bars;
        this.progress = progress;
    }

    void hear(String line) {
        Matcher bag = BAG.matcher(line);
        if (bag.matches()) {
            models = Math.max(1, Integer.parseInt(bag.group(1)));
            return;
        }
        Matcher found = BAR.matcher(line);
        if (!found.matches()) {
            return;
        }
        if (!line.contains("seconds")) {
            if (!separating) {
                progress.progress(-1, "demucs is fetching its model");
            }
            return;
        }
        separating = true;
        int now = Math.min(100, Integer.parseInt(found.group(1)));
        if (now < percent) {
            bar++;
        }
        percent = now;
        int all = bars * models;
        double fraction = Math.min(1, (bar + percent / 100.0) / all);
        progress.progress(
                fraction, all == 1 ? "separating" : "separating, pass " + Math.min(all, bar + 1) + " of " + all);
    }

    /** @param lines what it wrote last, oldest first */
    static SfaException error(int exit, List<String> lines) {
        String words = words(lines);
        if (exit == ExitCode.KILLED
                || NO_MEMORY.matcher(words.toLowerCase(Locale.ROOT)).find()) {
            return new SfaException(
                    ErrorCode.FAILED,
                    "demucs: not enough memory" + (words.isEmpty() ? "" : " (" + words + ")")
                            + "; a shorter --segment takes less.");
        }
        return new SfaException(
                ErrorCode.FAILED, "demucs: " + (words.isEmpty() ? "it ended with code " + exit : words) + ".");
    }

    /** Python's last line names the exception, demucs' own errors are its last line as well. */
    private static String words(List<String> lines) {
        String words = "";
        for (String raw : lines) {
            String line = COLOURS.matcher(raw).replaceAll("").strip();
            if (!line.isEmpty() && !BAR.matcher(line).matches() && !line.startsWith("Separat")) {
                words = line;
            }
        }
        words = LABEL.matcher(words).replaceFirst("");
        words = LABEL.matcher(words).replaceFirst("");
        return words.endsWith(".") ? words.substring(0, words.length() - 1) : words;
    }
}
