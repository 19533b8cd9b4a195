package dev.sfa.daemon.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {
    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(new SfaException(ErrorCode.NO_INPUT, "Gone."), ErrorCode.NO_INPUT, "Gone."),
                arguments(new IOException("No space left on device"), ErrorCode.CANNOT_WRITE, "The disk is full"),
                arguments(
                        new IllegalStateException(new IOException("[SQLITE_FULL] database or disk is full")),
                        ErrorCode.CANNOT_WRITE,
                        "The disk is full"),
                arguments(new AccessDeniedException("/music"), ErrorCode.CANNOT_WRITE, "/music may not be read"),
                arguments(
                        new FileSystemException("/music", null, "Read-only file system"),
                        ErrorCode.CANNOT_WRITE,
                        "is read-only"),
                arguments(new IOException("broken"), ErrorCode.FAILED, "broken"),
                arguments(new OutOfMemoryError(), ErrorCode.FAILED, "daemon.heap_mb"),
                arguments(new NullPointerException("secret"), ErrorCode.BUG, "bug in sfa (NullPointerException)"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void anExceptionIsOneSentenceThatSaysWhatToDo(Throwable thrown, ErrorCode code, String words) {
        Failure failure = Failure.of(thrown);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.sentence()).contains(words).doesNotContain("\n", "secret");
    }
}
