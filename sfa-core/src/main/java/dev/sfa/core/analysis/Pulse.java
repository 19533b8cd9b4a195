package dev.sfa.core.analysis;

/**
 * A sequence of beats a recording may have.
 *
 * @param bpm its tempo in beats a minute
 * @param beats frame numbers, with fractions, in order
 * @param traits what {@link PulseTraits} says of it
 */
record Pulse(double bpm, double[] beats, double[] traits) {}
