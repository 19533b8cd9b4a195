package dev.sfa.cli.command;

import dev.sfa.cli.render.Streams;
import dev.sfa.core.config.SfaPaths;
import java.util.Map;

/**
 * What a command runs in.
 *
 * @param env the environment
 * @param switches the global options, when there were no others; null when the command's own were parsed
 * @param gathering takes the jobs that are submitted, instead of the command following them; null for none
 */
public record Context(
        Streams streams, Map<String, String> env, SfaPaths paths, GlobalOptions switches, Gathering gathering) {
    public Context(Streams streams, Map<String, String> env, SfaPaths paths) {
        this(streams, env, paths, null, null);
    }

    /** This context for a command whose arguments are switches only. */
    public Context with(GlobalOptions parsed) {
        return new Context(streams, env, paths, parsed, gathering);
    }

    /** This context for commands that submit and leave the rest to who gathers. */
    Context gatheredBy(Gathering one, GlobalOptions parsed) {
        return new Context(streams, env, paths, parsed, one);
    }
}
