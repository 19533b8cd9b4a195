package dev.sfa.cli.command;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Times for a person: local, to the second. */
final class When {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private When() {}

    /** Empty for null. */
    static String of(Instant time) {
        return time == null ? "" : FORMAT.format(time.atZone(ZoneId.systemDefault()));
    }
}
