package dev.sfa.core.separation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FastLogTest {
    @Test
    void isTheNaturalLogarithmToFourDigits() {
        for (float x = 1e-30f; x < 1e30f; x *= 1.0137f) {
            assertThat(FastLog.of(x)).isCloseTo((float) Math.log(x), within(3e-5f));
        }
        assertThat(FastLog.of(1)).isZero();
        assertThat(FastLog.of(Math.nextDown(2f))).isCloseTo((float) Math.log(2), within(3e-5f));
    }
}
