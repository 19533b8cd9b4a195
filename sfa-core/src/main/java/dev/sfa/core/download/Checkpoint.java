package dev.sfa.core.download;

/**
 * What must be known to go on with an interrupted transfer, besides the bytes that have come.
 *
 * @param validator an entity tag or a date, which the server compares (RFC 9110, section 13.1.5)
 * @param total size of the whole file in bytes, less than 0 when not known
 */
record Checkpoint(String validator, long total) {}
