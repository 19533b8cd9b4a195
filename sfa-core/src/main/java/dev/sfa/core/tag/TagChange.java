package dev.sfa.core.tag;

/**
 * What became of one tag of a file.
 *
 * @param before what was there; null for nothing
 * @param after what is there now; for a dry run, what would be
 */
public record TagChange(TagName name, String before, String after, Outcome outcome) {
    /** What was done. */
    public enum Outcome {
        WRITTEN,
        /** Something else was there, and stays. */
        KEPT,
        /** It was there already. */
        SAME
    }
}
