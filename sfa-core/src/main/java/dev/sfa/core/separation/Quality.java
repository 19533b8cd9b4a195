package dev.sfa.core.separation;

import java.util.Locale;

/** How much work a separation is worth. */
public enum Quality {
    /** For a quick impression. */
    FAST,
    /** The default. */
    BALANCED,
    /** For those who can wait. */
    BEST;

    /** The name on the command line and the wire, lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
