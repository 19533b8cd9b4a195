package dev.sfa.daemon.jobs.run;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one run at a time decide whether its content is in the library already, for each content. */
final class ContentLocks {
    private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();

    private static final class Entry {
        private final ReentrantLock lock = new ReentrantLock();
        private int users;
    }

    /** Held until closed, once, by the same thread. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    Held acquire(String content) {
        Entry entry = entries.compute(content, (key, old) -> {
            Entry present = old == null ? new Entry() : old;
            present.users++;
            return present;
        });
        entry.lock.lock();
        return () -> {
            entry.lock.unlock();
            entries.compute(content, (key, present) -> --entry.users == 0 ? null : present);
        };
    }
}
