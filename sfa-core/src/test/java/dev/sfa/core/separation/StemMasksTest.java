package dev.sfa.core.separation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sfa.core.task.CancellationToken;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StemMasksTest {
    private static final int FRAMES = 30;
    private static final RowLayout LAYOUT = new RowLayout(1025, 44_100 / 2048.0);
    private static final NmfPlan PLAN = NmfPlan.of(Quality.BALANCED).get(0);

    private final SplittableRandom random = new SplittableRandom(3);

    @ParameterizedTest(name = "{0} channels")
    @ValueSource(ints = {1, 2})
    void addUpToOneHoweverManyThreads(int channels) {
        Scene scene = new Scene(LAYOUT, noise(channels));
        StemEstimate estimate = estimate(channels);
        float[][][][] masks = masks(scene, estimate, 1);
        assertThat(masks(scene, estimate, 2)).isDeepEqualTo(masks);
        for (float[][][] channel : masks) {
            for (int f = 0; f < LAYOUT.rows(); f++) {
                for (int t = 0; t < FRAMES; t++) {
                    float sum = 0;
                    for (float[][] stem : channel) {
                        assertThat(stem[f][t]).isBetween(0f, 1f);
                        sum += stem[f][t];
                    }
                    assertThat(sum).isCloseTo(1, within(1e-5f));
                }
            }
        }
    }

    @Test
    void withNothingAtTheSideTheFitStands() {
        float[][][] magnitudes = noise(2);
        for (float[] line : magnitudes[1]) {
            Arrays.fill(line, 1e-7f);
        }
        StemEstimate estimate = estimate(2);
        float[][][][] masks = masks(new Scene(LAYOUT, magnitudes), estimate, 1);
        float all = 0;
        for (float[][][] part : estimate.parts()) {
            all += part[0][5][7];
        }
        for (int s = 0; s < StemEstimate.STEMS; s++) {
            assertThat(masks[0][s][5][7]).isCloseTo(estimate.parts()[s][0][5][7] / all, within(1e-6f));
        }
    }

    @ParameterizedTest
    @EnumSource(Quality.class)
    void correctionsLeaveAPartOfWhatTheFitSays(Quality quality) {
        Scene scene = new Scene(LAYOUT, noise(2));
        StemEstimate estimate = estimate(2);
        try (Workers workers = new Workers(1)) {
            float[][][][] masks =
                    StemMasks.of(scene, estimate, NmfPlan.of(quality).get(0), workers, new CancellationToken());
            for (int t = 0; t < FRAMES; t++) {
                float all = 0;
                for (float[][][] part : estimate.parts()) {
                    all += part[1][9][t];
                }
                for (int s = 0; s < StemEstimate.STEMS; s++) {
                    float fitted = all > 0 ? estimate.parts()[s][1][9][t] / all : 0.25f;
                    assertThat(masks[1][s][9][t]).isBetween(0.15f * fitted - 1e-6f, 0.15f * fitted + 0.85f);
                }
            }
        }
    }

    private static float[][][][] masks(Scene scene, StemEstimate estimate, int threads) {
        try (Workers workers = new Workers(threads)) {
            return StemMasks.of(scene, estimate, PLAN, workers, new CancellationToken());
        }
    }

    private StemEstimate estimate(int channels) {
        float[][][][] parts = new float[StemEstimate.STEMS][][][];
        for (int s = 0; s < parts.length; s++) {
            parts[s] = noise(channels);
        }
        boolean[] sings = new boolean[FRAMES];
        Arrays.fill(sings, FRAMES / 3, FRAMES, true);
        return new StemEstimate(parts, noise(1)[0], sings, noise(1)[0]);
    }

    private float[][][] noise(int channels) {
        float[][][] noise = new float[channels][LAYOUT.rows()][FRAMES];
        for (float[][] channel : noise) {
            for (float[] line : channel) {
                for (int t = 0; t < FRAMES; t++) {
                    // Silence now and then.
                    line[t] = Math.max(0, (float) random.nextDouble(-0.2, 1));
                }
            }
        }
        return noise;
    }
}
