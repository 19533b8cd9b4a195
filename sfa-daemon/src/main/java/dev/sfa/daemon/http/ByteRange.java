package dev.sfa.daemon.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file (RFC 9110, section 14.1.2).
 *
 * @param from first byte
 * @param to the byte after the last
 * @param size of the whole file
 */
record ByteRange(long from, long to, long size) {
    private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    static ByteRange whole(long size) {
        return new ByteRange(0, size, size);
    }

    /**
     * The range a header asks for; the whole file for a header that is to be ignored (another unit, several ranges),
     * null for one that cannot be satisfied.
     */
    static ByteRange parse(String header, long size) {
        Matcher matcher = SINGLE.matcher(header.strip());
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return whole(size);
        }
        if (matcher.group(1).isEmpty()) {
            long last = Long.parseLong(matcher.group(2));
            return last == 0 || size == 0 ? null : new ByteRange(Math.max(0, size - last), size, size);
        }
        long from = Long.parseLong(matcher.group(1));
        long to = matcher.group(2).isEmpty() ? size : Math.min(size, Long.parseLong(matcher.group(2)) + 1);
        if (!matcher.group(2).isEmpty() && Long.parseLong(matcher.group(2)) < from) {
            return whole(size);
        }
        return from >= size ? null : new ByteRange(from, to, size);
    }

    long length() {
        return to - from;
    }

    boolean isWhole() {
        return from == 0 && to == size;
    }
}
