package dev.sfa.core.config;

/**
 * A setting that sfa knows.
 *
 * @param name dotted name; {@code daemon.port} is {@code port} in the table {@code [daemon]} of the TOML file and
 *     {@code SFA_DAEMON_PORT} in the environment
 * @param help one line for a person
 * @param builtIn what counts when nothing is set; null when there is no such value
 */
record SettingKey(String name, Type type, String help, Object builtIn) {
    /** A setting without which something is found out, or left alone. */
    SettingKey(String name, Type type, String help) {
        this(name, type, help, null);
    }

    enum Type {
        STRING("text"),
        INTEGER("a whole number"),
        BOOLEAN("true or false");

        final String words;

        Type(String words) {
            this.words = words;
        }
    }

    String variable() {
        return "SFA_" + name.toUpperCase(java.util.Locale.ROOT).replace('.', '_');
    }
}
