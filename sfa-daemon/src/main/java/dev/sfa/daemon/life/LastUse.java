package dev.sfa.daemon.life;

import java.util.function.LongSupplier;

/** When somebody last needed the daemon. Any thread may say so, as often as it likes. */
public final class LastUse {
    private final LongSupplier nanoClock;
    private volatile long at;

    public LastUse() {
        this(System::nanoTime);
    }

    LastUse(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        now();
    }

    public void now() {
        at = nanoClock.getAsLong();
    }

    long nanosAgo() {
        return nanoClock.getAsLong() - at;
    }
}
