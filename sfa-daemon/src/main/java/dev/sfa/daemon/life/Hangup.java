package dev.sfa.daemon.life;

import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.SfaException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/** What a HUP means to a daemon: read the settings again. Without it the JVM would end. */
public final class Hangup {
    private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);

    /** What only clients ask for. */
    private static final String CLIENTS = "output.";

    private final SfaPaths paths;
    private final Map<String, String> env;
    private final Settings started;
    private final Set<String> live;
    private final BiConsumer<Settings, Settings> apply;
    private Settings current;

    /**
     * @param started the settings the daemon started with
     * @param live names of the settings that can change while it runs
     * @param apply lets those hold: takes the settings as they were and as they are now
     */
    public Hangup(
            SfaPaths paths,
            Map<String, String> env,
            Settings started,
            Set<String> live,
            BiConsumer<Settings, Settings> apply) {
        this.paths = paths;
        this.env = env;
        this.started = started;
        this.live = live;
        this.apply = apply;
        this.current = started;
    }

    /** From now on the signal reads the settings, on a thread of its own. */
    public void onSignal() {
        try {
            Signal.handle(new Signal("HUP"), signal -> reload());
        } catch (IllegalArgumentException e) {
            LOG.debug("no HUP on this system", e);
        }
    }

    private void reload() {
        try {
            LOG.info(read());
        } catch (SfaException e) {
            LOG.warn("the settings stay as they were: {}", e.getMessage());
        }
    }

    /**
     * Reads the settings, and applies what can be.
     *
     * @return a sentence for the log: what holds now, and what needs a restart
     * @throws SfaException as {@link Settings#load(SfaPaths, Map)}; everything stays as it was
     */
    synchronized String read() {
        Settings now = Settings.load(paths, env);
        now.warnings().forEach(LOG::warn);
        apply.accept(current, now);
        Set<String> applied = new TreeSet<>(current.differing(now));
        applied.retainAll(live);
        Set<String> waiting = new TreeSet<>(started.differing(now));
        waiting.removeAll(live);
        waiting.removeIf(name -> name.startsWith(CLIENTS));
        current = now;
        return "the settings were read again"
                + (applied.isEmpty() ? "" : "; changed: " + String.join(", ", applied))
                + (waiting.isEmpty() ? "" : "; from the daemon's next start: " + String.join(", ", waiting));
    }
}
