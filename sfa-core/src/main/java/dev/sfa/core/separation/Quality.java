package dev.sfa.core.separation;

/** How much time a separation may take for its quality. */
public enum Quality {
    FAST,
    BALANCED,
    BEST
}
