package dev.sfa.core.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PitchGridTest {
    private static final int SIZE = 2048;
    private static final double RATE = 22_050;

    @ParameterizedTest
    @ValueSource(doubles = {-0.5, -0.23, 0, 0.08, 0.49})
    void givesWhatFiltersOfThatTuningWould(double tuning) {
        PitchGrid grid = new PitchGrid(RATE, SIZE);
        // Pink noise, a low tone, a high one, and silence but for one bin.
        int frames = 8;
        float[][] power = new float[SIZE / 2 + 1][frames];
        Random random = new Random(5);
        for (int k = 0; k < power.length; k++) {
            power[k][0] = random.nextFloat() / (1 + k);
            power[k][1] = k > 8 && k < 13 ? 10 : 1e-4f;
            power[k][2] = k > 900 && k < 904 ? 10 : 1e-4f;
            power[k][3] = k == 441 ? 1 : 0;
        }
        float[][] cells = new float[grid.size()][frames];
        float[][] classes = new float[PitchClasses.COUNT][frames];
        grid.fold(power, cells);
        grid.classes(tuning).apply(cells, classes);
        for (int t = 0; t < frames; t++) {
            double[] wanted = new double[PitchClasses.COUNT];
            double strongest = 0;
            for (int k = 0; k < power.length; k++) {
                double[] weights = PitchClasses.weights(k, RATE, SIZE, tuning);
                for (int c = 0; c < wanted.length; c++) {
                    wanted[c] += weights[c] * power[k][t];
                    strongest = Math.max(strongest, wanted[c]);
                }
            }
            for (int c = 0; c < wanted.length; c++) {
                assertThat((double) classes[c][t])
                        .as("class %d of frame %d", c, t)
                        .isCloseTo(wanted[c], within(6e-4 * strongest));
            }
        }
    }
}
