package dev.sfa.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobView;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The line of one job, on terminals of all widths. */
class BarLineTest {
    private static final String NAME = "separate a long name of a song.wav";
    private static final long TEN_SECONDS = TimeUnit.SECONDS.toNanos(10);

    /** Twenty percent in ten seconds: thirty-five for the rest. Forty seconds of music in ten. */
    private final Bar bar = Bar.begin(separating(10, "separating 0:20 of 3:20"), 0, Duration.ZERO)
            .next(separating(30, "separating 1:00 of 3:20"), TEN_SECONDS);

    @Test
    void onNarrowTerminalsThePartsGoInTheOrderOfTheirImportance() {
        assertThat(line(120))
                .isEqualTo("separate a long name of a song.wav    ━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌  30 %"
                        + "  separating  1:00/3:20  4.0x  ETA 0:35");
        assertThat(line(80))
                .isEqualTo("separate a long name of…  ━━╌╌╌╌╌╌  30 %  separating  1:00/3:20  4.0x  ETA 0:35");
        assertThat(line(72)).isEqualTo("separate a long name…  ━━╌╌╌╌╌╌  30 %  separating  1:00/3:20  ETA 0:35");
        assertThat(line(60)).isEqualTo("separate a long n…  ━━╌╌╌╌╌╌  30 %  separating  ETA 0:35");
        assertThat(line(40)).isEqualTo("separate a …  ━━╌╌╌╌╌╌  30 %  ETA 0:35");
        assertThat(line(25)).isEqualTo("separa…   30 %  ETA 0:35");
    }

    @Test
    void noLineIsWiderThanItsTerminal() {
        for (int columns = 20; columns < 200; columns++) {
            assertThat(line(columns).length()).as("%d columns", columns).isLessThan(columns);
        }
    }

    @Test
    void speedAndTimeLeftAreSaidWhenTheyAreKnown() {
        Bar begun = Bar.begin(separating(10, "separating 0:20 of 3:20"), 0, Duration.ZERO);
        assertThat(new BarLine(new Theme(false), true, 80).of(begun, "separate x", 0))
                .isEqualTo("separate x                ╌╌╌╌╌╌╌╌  10 %  separating  0:20/3:20  0:00");
        // Another stage: what was heard of the one before says nothing of its speed.
        Bar other = bar.next(separating(80, "writing vocals"), 2 * TEN_SECONDS);
        assertThat(new BarLine(new Theme(false), true, 80).of(other, "separate x", 2 * TEN_SECONDS))
                .isEqualTo("separate x                ━━━━━━╌╌  80 %  writing vocals  ETA 0:05");
    }

    @Test
    void whoComesLateSeesWhatIsLeft() {
        Bar late = Bar.begin(separating(50, "separating 1:40 of 3:20"), 0, Duration.ofSeconds(20));
        assertThat(new BarLine(new Theme(false), true, 80).of(late, "separate x", 0))
                .endsWith("  50 %  separating  1:40/3:20  ETA 0:20");
    }

    @Test
    void withoutUnicodeThereIsOnlyAscii() {
        BarLine plain = new BarLine(new Theme(false), false, 40);
        assertThat(plain.of(bar, NAME, TEN_SECONDS)).isEqualTo("separate a ~  ##------  30 %  ETA 0:35");
        assertThat(plain.ended(false, NAME, "failed")).isEqualTo("x separate ~  failed");
    }

    @Test
    void activitiesAreTakenApart() {
        assertThat(Activity.of("separating 1:02:03")).isEqualTo(activity("separating", "1:02:03", 3_723));
        assertThat(Activity.of("fetching 1.5 of 3.4 MB")).isEqualTo(new Activity("fetching", "1.5/3.4 MB", null));
        assertThat(Activity.of("loading model 5")).isEqualTo(new Activity("loading model", "5", null));
        assertThat(Activity.of("starting demucs")).isEqualTo(new Activity("starting demucs", "", null));
        assertThat(Activity.of("")).isEqualTo(new Activity("", "", null));
    }

    private static Activity activity(String stage, String amount, int seconds) {
        return new Activity(stage, amount, Duration.ofSeconds(seconds));
    }

    private String line(int columns) {
        return new BarLine(new Theme(false), true, columns).of(bar, NAME, TEN_SECONDS);
    }

    private static JobView separating(int progress, String message) {
        return Jobs.separation(JobStatus.PROCESSING, progress, message);
    }
}
