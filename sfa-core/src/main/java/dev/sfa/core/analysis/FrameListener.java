package dev.sfa.core.analysis;

/** What looks at the frames of a recording, many at a time. */
interface FrameListener {
    /** Takes what it needs of {@code block}, which is filled anew for the next; only the last one is not full. */
    void add(FrameBlock block);
}
