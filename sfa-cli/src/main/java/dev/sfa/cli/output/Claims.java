package dev.sfa.cli.output;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The paths that one run of a command has given away: two files of one name are not taken for one another. */
public final class Claims {
    private final Map<Path, Object> owners = new ConcurrentHashMap<>();

    /**
     * Takes a path for what goes there.
     *
     * @param owner the same for what may go to the same place again
     * @return whether nothing else has it
     */
    boolean take(Path place, Object owner) {
        Object before = owners.putIfAbsent(place, owner);
        return before == null || before.equals(owner);
    }
}
