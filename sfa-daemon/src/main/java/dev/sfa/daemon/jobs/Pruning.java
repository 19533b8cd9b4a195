package dev.sfa.daemon.jobs;

import dev.sfa.core.config.Settings;
import dev.sfa.core.error.SfaException;
import dev.sfa.daemon.store.JobStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes jobs that ended long ago, with their logs. Tracks and analyses stay, and so do completed separations: their
 * stems would go with them.
 */
final class Pruning {
    private static final Logger LOG = LoggerFactory.getLogger(Pruning.class);
    private static final int PORTION = 100;

    private final JobStore store;
    private final JobService jobs;
    private volatile int keepDays;

    Pruning(JobStore store, JobService jobs, Settings settings) {
        this.store = store;
        this.jobs = jobs;
        apply(settings);
    }

    void apply(Settings settings) {
        keepDays = settings.integer("jobs.keep_days");
    }

    /** Prunes a minute from now, and then four times a day; not while the setting is 0. */
    void start(ScheduledExecutorService timer) {
        timer.scheduleWithFixedDelay(this::pruneAside, 1, TimeUnit.HOURS.toMinutes(6), TimeUnit.MINUTES);
    }

    /** Others need the timer meanwhile. */
    private void pruneAside() {
        if (keepDays <= 0) {
            return;
        }
        Thread thread = new Thread(this::pruneOld, "pruning");
        thread.setDaemon(true);
        thread.start();
    }

    private void pruneOld() {
        try {
            int removed = prune(Instant.now().minus(Duration.ofDays(keepDays)));
            if (removed > 0) {
                LOG.info("removed {} jobs that ended more than {} days ago", removed, keepDays);
            }
        } catch (RuntimeException e) {
            LOG.warn("old jobs cannot be removed now", e);
        }
    }

    /** @return how many were removed */
    int prune(Instant endedBefore) {
        int removed = 0;
        for (List<String> ids = next(endedBefore); !ids.isEmpty(); ids = next(endedBefore)) {
            int before = removed;
            for (String id : ids) {
                removed += remove(id) ? 1 : 0;
            }
            if (removed == before) {
                break;
            }
        }
        return removed;
    }

    private List<String> next(Instant endedBefore) {
        return store.findPrunable(endedBefore, PORTION);
    }

    private boolean remove(String id) {
        try {
            jobs.delete(id);
            return true;
        } catch (SfaException e) {
            // It is gone, or has been queued anew.
            return false;
        }
    }
}
