/** A song composed and rendered by the program itself, with known tempo, key, beats and stems. */
package dev.sfa.core.synth;
