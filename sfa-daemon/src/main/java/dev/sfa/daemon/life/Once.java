package dev.sfa.daemon.life;

import java.util.function.Supplier;

/** A value that is costly to get and not needed at once: got at the first call; asked for again only while that fails. */
public final class Once<T> implements Supplier<T> {
    private final Supplier<T> source;
    private T value;

    public Once(Supplier<T> source) {
        this.source = source;
    }

    @Override
    public synchronized T get() {
        if (value == null) {
            value = source.get();
        }
        return value;
    }
}
