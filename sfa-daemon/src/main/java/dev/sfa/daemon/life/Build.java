package dev.sfa.daemon.life;

import java.util.Optional;

/** Which sfa this is. */
public final class Build {
    /** Oldest and newest protocol between client and daemon that this build speaks. */
    public static final int PROTOCOL_MIN = 1;

    public static final int PROTOCOL_MAX = 1;

    private Build() {}

    /** The version and, of a distribution, the checksum of what was built: {@code 0.1.0+87aa3a50a48acad4}. */
    public static String identity() {
        String build = System.getProperty("sfa.build", "");
        return build.isEmpty() ? version() : version() + "+" + build;
    }

    /** The version as in the jar's manifest; {@code development} when run from classes. */
    public static String version() {
        return Optional.ofNullable(Build.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
