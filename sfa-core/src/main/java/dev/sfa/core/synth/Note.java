package dev.sfa.core.synth;

/**
 * @param beat where it begins, in beats from the start of the song
 * @param length in beats
 * @param pitch MIDI note number
 * @param vowel index of the sung vowel in {@link Vowel}
 */
record Note(double beat, double length, int pitch, Vowel vowel) {}
