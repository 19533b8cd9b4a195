package dev.sfa.core.download;

import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.CancelledException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets only so many transfers at once go to one host, in the order they came. */
final class HostSlots {
    private static final long LOOK_MILLIS = 100;

    private final int perHost;
    /** Grows by an entry a host: a few bytes for each that was ever asked. */
    private final Map<String, Semaphore> hosts = new ConcurrentHashMap<>();

    HostSlots(int perHost) {
        this.perHost = perHost;
    }

    /** @param host empty where there is none */
    <T> T run(String host, CancellationToken cancellation, Supplier<T> work) {
        if (host.isEmpty()) {
            return work.get();
        }
        Semaphore slots = hosts.computeIfAbsent(host, name -> new Semaphore(perHost, true));
        try {
            while (!slots.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                cancellation.throwIfCancelled();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException();
        }
        try {
            return work.get();
        } finally {
            slots.release();
        }
    }
}
