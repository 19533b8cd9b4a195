package dev.sfa.daemon.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DaemonOptionsTest {
    @Test
    void listensOnLoopbackAtTheUsualPortUnlessTold() {
        DaemonOptions options = DaemonOptions.parse(new String[0], Settings.none());
        assertThat(options).isEqualTo(new DaemonOptions("127.0.0.1", 4000, false, "run"));
        assertThat(options.endsWhenIdle()).isFalse();
    }

    @Test
    void argumentsWinOverSettings() {
        Settings settings = Settings.load(SfaPaths.under(Path.of("nowhere")), Map.of("SFA_DAEMON_PORT", "4321"));
        assertThat(DaemonOptions.parse(new String[0], settings).port()).isEqualTo(4321);
        DaemonOptions options = DaemonOptions.parse(new String[] {"--port", "0", "--started-by", "auto"}, settings);
        assertThat(options).isEqualTo(new DaemonOptions("127.0.0.1", 0, true, "auto"));
        assertThat(options.endsWhenIdle()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"--port,x", "--port,70000", "--port,-1", "--started-by,me", "--colour,red"})
    void refusesWhatMakesNoSense(String option, String value) {
        assertThatThrownBy(() -> DaemonOptions.parse(new String[] {option, value}, Settings.none()))
                .hasMessageEndingWith(".")
                .hasMessageContaining(value.equals("red") ? option : value);
    }
}
