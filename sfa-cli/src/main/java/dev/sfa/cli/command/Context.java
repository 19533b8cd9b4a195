package dev.sfa.cli.command;

import dev.sfa.cli.render.Streams;
import dev.sfa.core.config.SfaPaths;
import java.util.Map;

/**
 * What a command runs in.
 *
 * @param env the environment
 */
public record Context(Streams streams, Map<String, String> env, SfaPaths paths) {}
