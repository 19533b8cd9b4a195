package dev.sfa.daemon.store;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;

/**
 * Which part of a list is wanted.
 *
 * @param page counts from 1
 * @param size items a page, 1 to {@link #LARGEST}
 */
public record Page(int page, int size) {
    public static final int LARGEST = 500;
    /** The first fifty. */
    public static final Page FIRST = new Page(1, 50);

    /** @throws SfaException (USAGE) for a page that cannot be */
    public Page {
        if (page < 1) {
            throw new SfaException(ErrorCode.USAGE, "page is " + page + ", but pages count from 1.");
        }
        if (size < 1 || size > LARGEST) {
            throw new SfaException(
                    ErrorCode.USAGE, "page_size is " + size + ", but must be from 1 to " + LARGEST + ".");
        }
    }

    /** How many items stand before this page. */
    public long offset() {
        return (page - 1L) * size;
    }
}
