package dev.sfa.core.separation.onnx;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;

/** What to say, and advise, when a model needs more memory than there is. */
final class MemoryShortage {
    private MemoryShortage() {}

    /** @param what needs it, for example "run the model htdemucs" */
    static SfaException of(String what, Throwable cause) {
        return new SfaException(
                ErrorCode.FAILED,
                "There is not enough memory to " + what
                        + "; run fewer jobs at a time, ask for shorter pieces with --segment, or raise daemon.heap_mb.",
                cause);
    }
}
