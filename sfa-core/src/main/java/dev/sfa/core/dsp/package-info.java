/** Signal processing that knows nothing of music: transforms, windows, framing, filter banks. */
package dev.sfa.core.dsp;
