package dev.sfa.core.protocol;

import java.util.Locale;

/** {@code queued -> downloading | processing -> completed | failed | cancelled}. The wire name is the lower-case name. */
public enum JobStatus {
    QUEUED,
    DOWNLOADING,
    PROCESSING,
    COMPLETED,
    FAILED,
    CANCELLED;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for a name that is not a status */
    public static JobStatus ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Whether a job with this status has ended for good. */
    public boolean isTerminal() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }

    public boolean isRunning() {
        return this == DOWNLOADING || this == PROCESSING;
    }
}
