package dev.sfa.daemon.store;

/** Looks up by the beginning of an id without a pattern, so that the index serves and no character is special. */
final class IdPrefix {
    private IdPrefix() {}

    /** Above every id that starts with {@code prefix}: ids are lower-case hexadecimal and dashes. */
    static String after(String prefix) {
        return prefix + "~";
    }
}
