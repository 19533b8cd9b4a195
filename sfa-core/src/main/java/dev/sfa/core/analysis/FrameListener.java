package dev.sfa.core.analysis;

/** What looks at each frame of a recording in turn. */
interface FrameListener {
    /** Takes what it needs of {@code frame}, which is filled anew for the next. */
    void add(Frame frame);
}
