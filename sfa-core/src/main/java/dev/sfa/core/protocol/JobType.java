package dev.sfa.core.protocol;

import java.util.Locale;

/** The kinds of jobs. The wire name is the lower-case name. */
public enum JobType {
    DOWNLOAD,
    PROCESSING,
    ANALYSIS;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for a name that is not a job type's */
    public static JobType ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** The status of a job of this type while it runs. */
    public JobStatus running() {
        return this == DOWNLOAD ? JobStatus.DOWNLOADING : JobStatus.PROCESSING;
    }
}
