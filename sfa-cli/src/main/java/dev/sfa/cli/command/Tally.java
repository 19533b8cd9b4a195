package dev.sfa.cli.command;

import dev.sfa.core.error.ErrorCode;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** Counts how the inputs of a command came out, for its exit code. */
final class Tally {
    private final Set<ErrorCode> codes = EnumSet.noneOf(ErrorCode.class);
    private int well;
    private int failed;

    void well() {
        well++;
    }

    /** One input failed, for these reasons. */
    void failed(Collection<ErrorCode> reasons) {
        failed++;
        codes.addAll(reasons);
    }

    /** 0 when all went well, PARTIAL when some did, the code of the one reason, FAILED for several. */
    int exitCode() {
        if (failed == 0) {
            return 0;
        }
        if (well > 0) {
            return ErrorCode.PARTIAL.exitCode();
        }
        return codes.size() == 1 ? codes.iterator().next().exitCode() : ErrorCode.FAILED.exitCode();
    }
}
