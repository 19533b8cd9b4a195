package dev.sfa.cli.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StreamsTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aFullDiskIsSaidAndAClosedPipeIsNot() {
        Streams full = streams("No space left on device");
        assertThatThrownBy(() -> full.line("x"))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANNOT_WRITE))
                .hasMessageContaining("No space left on device");
        assertThatThrownBy(() -> full.bytes(out -> out.write(new byte[10_000]))).isInstanceOf(SfaException.class);
        assertThatThrownBy(() -> streams("Broken pipe").line("x")).isInstanceOf(OutputClosedException.class);
    }

    @Test
    void wordsFromElsewhereDriveNoTerminal() {
        streams("").note("a\u001b[31mb\nc");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("a [31mb\nc\n");
    }

    private Streams streams(String failure) {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(failure);
            }
        };
        return new Streams(Stdout.to(broken), new PrintStream(err, false, StandardCharsets.UTF_8), false, false);
    }
}
