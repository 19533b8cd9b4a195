package dev.sfa.daemon.auth;

import java.util.Locale;

/** What a token may do; each includes those before it. */
public enum Scope {
    /** See jobs, tracks and files. */
    READ,
    /** Submit, cancel and retry jobs; change tracks. */
    SUBMIT,
    /** Everything, local files as inputs, tokens and the daemon's life included. */
    ADMIN;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean includes(Scope other) {
        return compareTo(other) >= 0;
    }
}
