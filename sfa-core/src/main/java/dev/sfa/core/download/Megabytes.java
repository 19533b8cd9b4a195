package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.util.Locale;

/** Sizes in words: decimal megabytes with one digit. */
final class Megabytes {
    private Megabytes() {}

    static String of(long bytes) {
        return number(bytes) + " MB";
    }

    /** @param shown what is larger than {@code maxBytes} */
    static SfaException tooLarge(String shown, long maxBytes) {
        return new SfaException(
                ErrorCode.FAILED,
                shown + " is larger than the limit of " + of(maxBytes) + "; raise download.max_mb to take it.");
    }

    /** @param total less than 0 when not known */
    static String of(long bytes, long total) {
        return total < 0 ? of(bytes) : number(bytes) + " of " + of(total);
    }

    private static String number(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
    }
}
