package dev.sfa.core.separation.engine;

import dev.sfa.core.separation.Separator;

/** An engine at work on one separation; closing it gives back what the engine holds. */
public interface OpenEngine extends AutoCloseable {
    Separator separator();

    @Override
    void close();

    /** Of a separator that holds nothing. */
    static OpenEngine of(Separator separator) {
        return new OpenEngine() {
            @Override
            public Separator separator() {
                return separator;
            }

            @Override
            public void close() {}
        };
    }
}
