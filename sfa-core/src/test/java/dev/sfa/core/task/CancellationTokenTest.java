package dev.sfa.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CancellationTokenTest {
    private final CancellationToken token = new CancellationToken();
    private final List<String> ran = new ArrayList<>();

    @Test
    void runsAllActionsWhateverOneThrows() {
        token.onCancel(() -> {
            throw new IllegalStateException("oops");
        });
        token.onCancel(() -> ran.add("second"));
        assertThatThrownBy(token::cancel).hasMessage("oops");
        assertThat(ran).containsExactly("second");
        assertThat(token.isCancelled()).isTrue();
        token.cancel();
        assertThat(ran).hasSize(1);
    }

    @Test
    void anActionThatWasTakenBackDoesNotRunAndALateOneRunsAtOnce() {
        token.onCancel(() -> ran.add("taken back")).close();
        token.cancel();
        assertThat(ran).isEmpty();
        token.onCancel(() -> ran.add("late"));
        assertThat(ran).containsExactly("late");
        assertThatThrownBy(token::throwIfCancelled).isInstanceOf(CancelledException.class);
    }
}
