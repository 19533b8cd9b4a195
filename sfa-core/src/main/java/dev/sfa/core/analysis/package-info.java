/** What a recording is like, in numbers: tempo, key, energy, spectrum, timbre, harmony. */
package dev.sfa.core.analysis;
