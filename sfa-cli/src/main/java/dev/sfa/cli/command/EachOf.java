package dev.sfa.cli.command;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Does something to each of several things, the rest of them too when one is refused. */
final class EachOf<T> {
    private final Session session;
    private final Collection<T> things;

    EachOf(Session session, Collection<T> things) {
        this.session = session;
        this.things = things;
    }

    /** @return 0, the code of what went wrong, or PARTIAL when that was not all */
    int act(Consumer<T> action) {
        Set<Integer> codes = new TreeSet<>();
        int failed = 0;
        for (T thing : things) {
            try {
                action.accept(thing);
            } catch (SfaException e) {
                failed++;
                codes.add(e.code().exitCode());
                session.streams().note("sfa: " + e.getMessage());
            }
        }
        if (failed == 0) {
            return 0;
        }
        if (failed < things.size()) {
            return ErrorCode.PARTIAL.exitCode();
        }
        return codes.size() == 1 ? codes.iterator().next() : ErrorCode.FAILED.exitCode();
    }
}
