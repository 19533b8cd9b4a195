package dev.sfa.cli.render;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a running job says it does, taken apart: {@code "separating 0:12 of 3:45"} is the stage {@code separating}, of
 * which {@code 0:12/3:45} is done.
 *
 * @param stage never empty, unless nothing was said
 * @param amount how much of it is done, of how much if that is known; empty when not said
 * @param audio the time of the recording that is done; null when the amount is something else
 */
record Activity(String stage, String amount, Duration audio) {
    private static final Pattern WITH_AMOUNT =
            Pattern.compile("(\\S.*?) (\\d[\\d.:]*)(?: of (\\d[\\d.:]*))?( [kMG]?B)?");
    private static final Pattern CLOCK = Pattern.compile("(?:(\\d+):)?(\\d+):(\\d\\d)");

    static Activity of(String message) {
        String said = Printable.line(message).strip();
        Matcher parts = WITH_AMOUNT.matcher(said);
        if (!parts.matches()) {
            return new Activity(said, "", null);
        }
        String total = parts.group(3) == null ? "" : "/" + parts.group(3);
        String unit = parts.group(4) == null ? "" : parts.group(4);
        return new Activity(parts.group(1), parts.group(2) + total + unit, clock(parts.group(2)));
    }

    private static Duration clock(String text) {
        Matcher clock = CLOCK.matcher(text);
        if (!clock.matches()) {
            return null;
        }
        long hours = clock.group(1) == null ? 0 : Long.parseLong(clock.group(1));
        return Duration.ofHours(hours)
                .plusMinutes(Long.parseLong(clock.group(2)))
                .plusSeconds(Long.parseLong(clock.group(3)));
    }
}
