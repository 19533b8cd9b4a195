package dev.sfa.cli.render;

/** The beginning of an id, as people read and type it. */
public final class ShortId {
    private static final int LENGTH = 8;

    private ShortId() {}

    /** Eight characters, which tell the things of one library apart; a shorter id as it is. */
    public static String of(String id) {
        return id.length() > LENGTH ? id.substring(0, LENGTH) : id;
    }
}
