package dev.sfa.core.analysis;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tempos to choose from.
 *
 * @param slowest beats a minute
 * @param fastest beats a minute, above the slowest
 */
public record BpmRange(double slowest, double fastest) {
    /** Beats slower than 20 or faster than 400 a minute are no pulse. */
    private static final double LEAST = 20;

    private static final double MOST = 400;
    private static final Pattern SYNTAX = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*-\\s*(\\d+(?:\\.\\d+)?)");

    /** No wish. */
    public static final BpmRange ANY = new BpmRange(LEAST, MOST);

    /**
     * A range as people write it: {@code 70-180}.
     *
     * @throws SfaException (USAGE) that says what is wrong with it
     */
    public static BpmRange parse(String text) {
        Matcher matcher = SYNTAX.matcher(text.strip());
        if (!matcher.matches()) {
            throw new SfaException(
                    ErrorCode.USAGE, "\"" + text + "\" is no range of tempos; write one like 70-180 (beats a minute).");
        }
        double slowest = Double.parseDouble(matcher.group(1));
        double fastest = Double.parseDouble(matcher.group(2));
        if (slowest < LEAST || fastest > MOST || slowest >= fastest) {
            throw new SfaException(
                    ErrorCode.USAGE,
                    "The tempos " + text + " are out of reach; give the slower one first, between 20 and 400.");
        }
        return new BpmRange(slowest, fastest);
    }

    /** Why a recording has no tempo, if it is neither silent nor short. */
    String reason() {
        return equals(ANY) ? "no periodic onsets" : "no periodic onsets in this range of tempos";
    }

    boolean contains(double bpm) {
        return bpm >= slowest && bpm <= fastest;
    }
}
