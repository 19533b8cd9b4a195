package dev.sfa.core.download;

import java.util.Optional;

/**
 * The bytes of a source, in a file.
 *
 * @param name what the source calls the file, extension included; not safe as a file name
 * @param shown the source in words for a person, without credentials
 * @param size in bytes
 * @param sha256 in lower case; empty when it was left for later
 * @param metadata what the source says of it
 */
record Fetched(String name, String shown, long size, Optional<String> sha256, Metadata metadata) {
    Fetched(String name, String shown, long size, Optional<String> sha256) {
        this(name, shown, size, sha256, Metadata.NONE);
    }

    Fetched with(Metadata said) {
        return new Fetched(name, shown, size, sha256, said);
    }
}
