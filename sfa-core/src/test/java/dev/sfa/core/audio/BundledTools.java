package dev.sfa.core.audio;

import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import java.nio.file.Path;
import java.util.Map;

/** The ffmpeg that comes with sfa, unpacked once for all tests of the module. */
public final class BundledTools {
    private static final FfmpegTools TOOLS = new FfmpegLocator(
                    Settings.none(),
                    SfaPaths.under(Path.of("target", "test-home").toAbsolutePath()),
                    Map.of())
            .locate();

    private BundledTools() {}

    public static FfmpegTools get() {
        return TOOLS;
    }
}
