/** Audio in and out: finding ffmpeg, probing, decoding, encoding, WAV. */
package dev.sfa.core.audio;
