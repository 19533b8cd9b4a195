package dev.sfa.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobView;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bars on a terminal of 80 by 8. */
class LiveBarsTest {
    private static final long FRAME = TimeUnit.MILLISECONDS.toNanos(100);

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private Terminal terminal;
    private LiveBars bars;
    private long now;

    @BeforeEach
    void open() throws IOException {
        terminal = new ExternalTerminal(
                "test", "xterm", new ByteArrayInputStream(new byte[0]), screen, StandardCharsets.UTF_8);
        terminal.setSize(new Size(80, 8));
        PrintStream err = new PrintStream(screen, true, StandardCharsets.UTF_8);
        bars = new LiveBars(
                terminal,
                new Streams(err, err, true, true),
                new Theme(false),
                true,
                () -> now,
                () -> Jobs.START.plusNanos(now),
                new TerminalProgress(Map.of("WT_SESSION", "1")));
    }

    @AfterEach
    void close() {
        bars.close();
    }

    @Test
    void aBarARunningJob() {
        show(Jobs.separation(JobStatus.PROCESSING, 50, "halfway"));
        assertThat(drawn())
                .contains("separate 7a000000")
                .contains("  " + "━".repeat(4) + "╌".repeat(4) + "  50 %  halfway")
                .contains("50 %")
                .contains("halfway");
    }

    @Test
    void aSubmittedJobIsShownBeforeTheDaemonTellsOfIt() {
        bars.submitted(Jobs.separation(JobStatus.QUEUED, 0, ""));
        assertThat(drawn()).contains("separate 7a000000").contains("queued");
    }

    @Test
    void theTerminalsOwnProgressIsTheMeanAndGoesAway() {
        show(Jobs.separation(JobStatus.PROCESSING, 50, ""));
        assertThat(screen.toString(StandardCharsets.UTF_8)).contains("\u001b]9;4;1;50\u0007");
        bars.close();
        assertThat(screen.toString(StandardCharsets.UTF_8)).contains("\u001b]9;4;0;\u0007");
    }

    @Test
    void aBarDoesNotGoBackUnlessTheJobStartsAnew() {
        show(Jobs.separation(JobStatus.PROCESSING, 50, ""));
        drawn();
        show(Jobs.separation(JobStatus.PROCESSING, 10, ""));
        assertThat(drawn()).isEmpty();
        show(Jobs.separation(JobStatus.QUEUED, 0, "the daemon died"));
        assertThat(drawn()).contains("queued: the daemon died");
        show(Jobs.separation(JobStatus.PROCESSING, 10, ""));
        assertThat(drawn()).contains("10 %");
    }

    @Test
    void atMostTenFramesASecond() {
        show(Jobs.separation(JobStatus.PROCESSING, 1, ""));
        drawn();
        for (int percent = 2; percent < 50; percent++) {
            bars.changed(Jobs.separation(JobStatus.PROCESSING, percent, ""), "job:progress", Map.of());
        }
        assertThat(drawn()).isEmpty();
        now += FRAME;
        bars.tick();
        assertThat(drawn()).contains("49");
    }

    @Test
    void jobsThatBeginAndEndMakeNoMoreFrames() {
        show(Jobs.separation(JobStatus.PROCESSING, 1, ""));
        drawn();
        for (int i = 0; i < 30; i++) {
            bars.changed(ofId(i, JobStatus.QUEUED), null, Map.of());
            bars.changed(ofId(i, JobStatus.PROCESSING), "job:progress", Map.of());
            bars.changed(ofId(i, JobStatus.COMPLETED), "job:completed", Map.of());
        }
        assertThat(drawn()).isEmpty();
        now += FRAME;
        bars.tick();
        assertThat(drawn().split("✓ analyze u", -1)).hasSize(31);
        bars.changed(ofId(31, JobStatus.COMPLETED), "job:completed", Map.of());
        bars.close();
        assertThat(drawn()).as("the last ones too").contains("✓ analyze u31");
    }

    private static JobView ofId(int i, JobStatus status) {
        return Jobs.job("id" + i, dev.sfa.core.protocol.JobType.ANALYSIS, status, 0, "", Map.of("url", "u" + i));
    }

    @Test
    void aLostConnectionIsSaidAtOnce() {
        show(Jobs.separation(JobStatus.PROCESSING, 5, ""));
        drawn();
        bars.disconnected();
        assertThat(drawn()).contains("connection to the daemon lost");
    }

    @Test
    void whatHasEndedStaysAboveTheBars() {
        show(Jobs.separation(JobStatus.PROCESSING, 5, ""));
        drawn();
        show(Jobs.download(JobStatus.COMPLETED, 100));
        String frame = drawn();
        assertThat(frame).contains("✓ download a%20song.mp3").contains("1:15");
        assertThat(frame.indexOf("separate")).isGreaterThan(frame.indexOf("1:15"));
        show(Jobs.separation(JobStatus.FAILED, 5, ""));
        assertThat(drawn()).contains("✗ separate 7a000000").contains("failed");
    }

    @Test
    void moreJobsThanRowsAreCounted() {
        for (int i = 0; i < 20; i++) {
            show(Jobs.job(
                    "id" + i,
                    dev.sfa.core.protocol.JobType.ANALYSIS,
                    JobStatus.PROCESSING,
                    i,
                    "",
                    Map.of("url", "u" + i)));
        }
        drawn();
        now += FRAME;
        bars.print("a line");
        assertThat(drawn()).contains("a line").contains("and 15 more").doesNotContain("analyze u5 ");
    }

    @Test
    void whatRunsIsShownBeforeWhatWaits() {
        for (int i = 0; i < 20; i++) {
            bars.changed(ofId(i, JobStatus.QUEUED), null, Map.of());
        }
        show(ofId(15, JobStatus.PROCESSING));
        drawn();
        bars.goOn();
        assertThat(drawn()).containsSubsequence("analyze u15 ", "analyze u0 ", "analyze u1 ", "and 15 more");
    }

    @Test
    void longNamesAndMessagesDoNotWrap() {
        bars.name("5e000000", "音".repeat(60));
        show(Jobs.separation(JobStatus.PROCESSING, 5, "long ".repeat(40)));
        assertThat(drawn()).contains("…").doesNotContain("\n");
    }

    @Test
    void whoWasStoppedDrawsAllOfItAnew() {
        show(Jobs.separation(JobStatus.PROCESSING, 50, "halfway"));
        show(Jobs.separation(JobStatus.PROCESSING, 51, "halfway"));
        drawn();
        bars.goOn();
        assertThat(drawn()).contains("separate 7a000000").contains("51 %  halfway");
    }

    @Test
    void afterTheEndNothingIsDrawn() {
        show(Jobs.separation(JobStatus.PROCESSING, 5, ""));
        bars.close();
        assertThat(drawn()).endsWith("\n");
        show(Jobs.separation(JobStatus.PROCESSING, 50, ""));
        bars.close();
        assertThat(drawn()).isEmpty();
    }

    private void show(JobView job) {
        now += FRAME;
        bars.changed(job, "job:progress", Map.of());
    }

    /** What was written since the last time, without the sequences that move the cursor. */
    private String drawn() {
        String text = screen.toString(StandardCharsets.UTF_8).replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "");
        screen.reset();
        return text;
    }
}
