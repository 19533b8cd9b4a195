package dev.sfa.core.analysis;

/** What looks at the spectra of many frames at a time. */
interface BlockListener {
    /** Takes what it needs of {@code block}, which is filled anew for the next; only the last one is not full. */
    void add(FrameBlock block);
}
