package dev.sfa.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SectionFinderTest {
    private static final int BANDS = 8;

    @Test
    void cutsWhereTheSoundChanges() {
        assertThat(new SectionFinder(bars(33, 1.2, 4, 20)).bounds()).containsExactly(0, 4, 20, 32, 33);
    }

    @Test
    void aSilentEndDoesNotHideWhatChangesBefore() {
        assertThat(new SectionFinder(bars(33, 2.5, 4, 20)).bounds()).containsExactly(0, 4, 20, 32, 33);
    }

    @Test
    void leavesMusicThatDoesNotChangeWhole() {
        assertThat(new SectionFinder(bars(16, 0)).bounds()).containsExactly(0, 16);
    }

    /** Bars that differ a little by chance, more where {@code changes} are, and by {@code end} at the last. */
    private static BarSequence bars(int count, double end, int... changes) {
        Random random = new Random(3);
        double[] times = new double[count + 1];
        double[][] levels = new double[count][BANDS];
        double[][] activity = new double[count][BANDS];
        double[][] chroma = new double[count][12];
        double level = 0;
        for (int bar = 0; bar <= count; bar++) {
            times[bar] = 2 * bar;
            for (int change : changes) {
                level += change == bar ? 1.2 * (level > 0 ? -1 : 1) : 0;
            }
            for (int band = 0; band < BANDS && bar < count; band++) {
                levels[bar][band] = level + 0.1 * random.nextGaussian() - (bar == count - 1 ? end : 0);
                activity[bar][band] = 0.1 * random.nextGaussian();
            }
        }
        return new BarSequence(times, levels, activity, chroma);
    }
}
