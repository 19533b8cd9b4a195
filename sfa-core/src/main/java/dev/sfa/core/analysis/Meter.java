package dev.sfa.core.analysis;

/** How beats make bars. */
enum Meter {
    FOUR_FOUR("4/4", 4),
    THREE_FOUR("3/4", 3),
    /** Two beats of three eighths each. */
    SIX_EIGHT("6/8", 2);

    private final String signature;
    private final int beats;

    Meter(String signature, int beats) {
        this.signature = signature;
        this.beats = beats;
    }

    String signature() {
        return signature;
    }

    /** Beats of a bar. */
    int beats() {
        return beats;
    }
}
