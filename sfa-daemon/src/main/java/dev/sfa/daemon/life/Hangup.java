package dev.sfa.daemon.life;

import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.SfaException;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/** What a HUP means to a daemon: read the settings again. Without it the JVM would end. */
public final class Hangup {
    private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);

    private Hangup() {}

    /** @param apply takes the settings as they are now, on a thread of its own */
    public static void onSignal(SfaPaths paths, Map<String, String> env, Consumer<Settings> apply) {
        try {
            Signal.handle(new Signal("HUP"), signal -> reload(paths, env, apply));
        } catch (IllegalArgumentException e) {
            LOG.debug("no HUP on this system", e);
        }
    }

    private static void reload(SfaPaths paths, Map<String, String> env, Consumer<Settings> apply) {
        try {
            Settings settings = Settings.load(paths, env);
            settings.warnings().forEach(LOG::warn);
            apply.accept(settings);
            LOG.info("the settings were read again");
        } catch (SfaException e) {
            LOG.warn("the settings stay as they were: {}", e.getMessage());
        }
    }
}
