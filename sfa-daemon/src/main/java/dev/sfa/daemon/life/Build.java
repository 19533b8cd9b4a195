package dev.sfa.daemon.life;

import java.util.Optional;

/** Which sfa this is. */
public final class Build {
    /** Oldest and newest protocol between client and daemon that this build speaks. */
    public static final int PROTOCOL_MIN = 1;

    public static final int PROTOCOL_MAX = 1;

    private Build() {}

    /** The version as in the jar's manifest; {@code development} when run from classes. */
    public static String version() {
        return Optional.ofNullable(Build.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
