package dev.sfa.core.separation.onnx;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Calls something on a thread with a deep stack. ONNX Runtime reads and rewrites graphs by recursion, made for the 8 MB of a
 * program's main thread; in the 1 MB of a Java thread some graphs end the whole process.
 */
final class DeepCall<T> {
    private static final long STACK_BYTES = 64L << 20;

    private final Supplier<T> call;

    DeepCall(Supplier<T> call) {
        this.call = call;
    }

    /** What the call gives, or throws. */
    T result() {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        result.complete(call.get());
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                },
                "onnx-load",
                STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new SfaException(ErrorCode.BUG, "Loading a model failed in an unknown way.", e.getCause());
        }
    }
}
