package dev.sfa.daemon.jobs.run;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one run at a time decide whether its content is in the library already, for each length of a file. */
final class ContentLocks {
    private final ConcurrentMap<Long, Entry> entries = new ConcurrentHashMap<>();

    private static final class Entry {
        private final ReentrantLock lock = new ReentrantLock();
        private int users;
    }

    /** Held until closed, once, by the same thread. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** @param fileSize in bytes; contents that differ in it need not wait for each other */
    Held acquire(long fileSize) {
        Entry entry = entries.compute(fileSize, (key, old) -> {
            Entry present = old == null ? new Entry() : old;
            present.users++;
            return present;
        });
        entry.lock.lock();
        return () -> {
            entry.lock.unlock();
            entries.compute(fileSize, (key, present) -> --entry.users == 0 ? null : present);
        };
    }
}
