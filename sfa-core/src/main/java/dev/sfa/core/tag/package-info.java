/** What sfa writes into the tags of audio files. */
package dev.sfa.core.tag;
