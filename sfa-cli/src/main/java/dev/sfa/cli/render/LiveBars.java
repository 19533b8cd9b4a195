package dev.sfa.cli.render;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobView;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.Signals;

/**
 * For a person at a terminal: a bar a running job at the bottom, on stderr; what has ended scrolls away above. At most
 * ten frames a second, whatever happens, and each is one piece of output: what ended since the last one comes with the
 * next. A bar goes back only when its job starts anew.
 */
public final class LiveBars implements JobDisplay {
    private static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** Without news: what shows time goes on. */
    private static final long CLOCK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final int SPARE_ROWS = 2;

    private final Terminal terminal;
    private final Streams streams;
    private final Display display;
    private final Theme theme;
    private final boolean unicode;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private final JobNames names = new JobNames();
    private final Map<String, Bar> bars = new LinkedHashMap<>();
    private final TerminalProgress progress;
    /** Lines of what has ended, for the next frame. */
    private final List<String> ended = new ArrayList<>();

    private long lastFrame;
    /** Whether there is something to show that the last frame did not. */
    private boolean news;

    private Map<String, AttributedString> lastLines = Map.of();
    private int lastColumns;
    private boolean framed;
    private boolean connected = true;
    private boolean closed;

    /**
     * Takes over the terminal that shows stderr.
     *
     * @throws SfaException (USAGE) when there is none
     */
    public static LiveBars open(Streams streams, Theme theme, Map<String, String> env) {
        try {
            Terminal terminal = SystemTerminal.open(TerminalBuilder.SystemOutput.SysErr);
            LiveBars bars = new LiveBars(
                    terminal,
                    streams,
                    theme,
                    Streams.showsUnicode(),
                    System::nanoTime,
                    InstantSource.system(),
                    new TerminalProgress(env));
            // Whoever was stopped (Ctrl-Z) and goes on is at another line than it was.
            Signals.register("CONT", bars::goOn);
            return bars;
        } catch (IOException | IllegalStateException e) {
            throw new SfaException(ErrorCode.USAGE, "There is no terminal to draw bars on; use --progress plain.", e);
        }
    }

    LiveBars(
            Terminal terminal,
            Streams streams,
            Theme theme,
            boolean unicode,
            LongSupplier nanoTime,
            InstantSource clock,
            TerminalProgress progress) {
        this.clock = clock;
        this.progress = progress;
        this.terminal = terminal;
        this.streams = streams;
        this.display = new Display(terminal, false);
        this.theme = theme;
        this.unicode = unicode;
        this.nanoTime = nanoTime;
        this.lastFrame = nanoTime.getAsLong() - CLOCK_NANOS;
    }

    @Override
    public synchronized void name(String jobId, String name) {
        names.put(jobId, name);
    }

    /** Writes a line above the bars. */
    public synchronized void print(String line) {
        if (closed) {
            return;
        }
        ended.add(line);
        show();
    }

    @Override
    public synchronized void changed(JobView job, String event, Map<String, Object> payload) {
        if (closed) {
            return;
        }
        Bar bar = bars.get(job.id());
        if (job.status().isTerminal()) {
            bars.remove(job.id());
            print(outcome(job, bar));
            return;
        }
        boolean goesBack =
                bar != null && bar.job().status() == job.status() && bar.job().progress() > job.progress();
        if (goesBack) {
            return;
        }
        long now = nanoTime.getAsLong();
        bars.put(job.id(), bar == null ? Bar.begin(job, now, ran(job)) : bar.next(job, now));
        show();
    }

    /** Who comes late sees at once what is left; the daemon's clock may be another one. */
    private Duration ran(JobView job) {
        if (job.startedAt() == null || job.status() == JobStatus.QUEUED) {
            return Duration.ZERO;
        }
        Duration ran = Duration.between(job.startedAt(), clock.instant());
        return ran.isNegative() ? Duration.ZERO : ran;
    }

    /** At once, before the daemon has told anything of it. */
    @Override
    public synchronized void submitted(JobView job) {
        changed(job, null, job.toJson());
    }

    @Override
    public synchronized void done(JobView job) {
        if (closed) {
            return;
        }
        print(layout().ended(true, names.of(job), "done before"));
    }

    @Override
    public synchronized void tick() {
        if (nanoTime.getAsLong() - lastFrame >= (news ? FRAME_NANOS : CLOCK_NANOS)) {
            draw();
        }
    }

    @Override
    public synchronized void disconnected() {
        connected = false;
        // At once: who looks for the daemon or starts it comes back later.
        draw();
    }

    @Override
    public synchronized void reconnected() {
        connected = true;
        draw();
    }

    @Override
    public synchronized void close() {
        draw();
        closed = true;
        try {
            progress.clear(terminal.writer());
            terminal.flush();
            terminal.close();
        } catch (IOException | IllegalStateException e) {
            // It is gone: there is nobody to tell.
        }
        if (framed) {
            framed = false;
            streams.note("");
        }
    }

    /** Draws all of it anew, below what has been written by others meanwhile. */
    synchronized void goOn() {
        display.reset();
        draw();
    }

    /** Now, if the last frame is old enough; else with the next tick. */
    private void show() {
        news = true;
        tick();
    }

    private void erase() {
        display.update(List.of(), 0, false);
        display.reset();
        framed = false;
    }

    private void draw() {
        if (!closed) {
            whileOpen(this::frame);
        }
    }

    /** When the program is told to end, the library closes the terminal while jobs are still followed. */
    private void whileOpen(Runnable drawing) {
        try {
            drawing.run();
        } catch (IllegalStateException e) {
            closed = true;
        }
    }

    private void frame() {
        int columns = columns();
        BarLine layout = layout();
        long now = nanoTime.getAsLong();
        int rows = Math.max(4, terminal.getHeight());
        display.resize(rows, columns);
        if (!ended.isEmpty()) {
            erase();
            ended.forEach(terminal.writer()::println);
            ended.clear();
        }
        List<String> texts = new ArrayList<>();
        for (Bar bar : shown(rows - SPARE_ROWS)) {
            texts.add(layout.of(bar, names.of(bar.job()), now));
        }
        if (bars.size() > texts.size()) {
            texts.set(texts.size() - 1, theme.faint("and " + (bars.size() - texts.size() + 1) + " more"));
        }
        if (!connected) {
            texts.add(theme.faint("connection to the daemon lost, coming back ..."));
        }
        List<AttributedString> lines = fitted(texts, columns);
        if (lines.isEmpty()) {
            erase();
        } else {
            // The cursor rests behind the last line, where a line of the shell would begin.
            int end = (lines.size() - 1) * (columns + 1)
                    + lines.get(lines.size() - 1).columnLength();
            display.update(lines, end, false);
            framed = true;
        }
        if (bars.isEmpty()) {
            progress.clear(terminal.writer());
        } else {
            progress.show(terminal.writer(), meanProgress());
        }
        terminal.flush();
        lastFrame = nanoTime.getAsLong();
        news = false;
    }

    /** What runs comes before what waits. */
    private List<Bar> shown(int room) {
        List<Bar> shown = new ArrayList<>();
        List<Bar> waiting = new ArrayList<>();
        for (Bar bar : bars.values()) {
            boolean waits = bar.job().status() == JobStatus.QUEUED;
            List<Bar> among = waits ? waiting : shown;
            if (among.size() < room) {
                among.add(bar);
            }
        }
        shown.addAll(waiting.subList(0, Math.min(waiting.size(), room - shown.size())));
        return shown;
    }

    private int meanProgress() {
        int sum = 0;
        for (Bar bar : bars.values()) {
            sum += bar.job().progress();
        }
        return sum / bars.size();
    }

    private int columns() {
        return Math.max(20, terminal.getWidth());
    }

    private BarLine layout() {
        return new BarLine(theme, unicode, columns());
    }

    /** Most lines are those of the last frame. */
    private List<AttributedString> fitted(List<String> texts, int columns) {
        Map<String, AttributedString> lines = new LinkedHashMap<>();
        for (String text : texts) {
            AttributedString line = columns == lastColumns ? lastLines.get(text) : null;
            // The last column stays free: writing into it makes some terminals wrap.
            lines.put(
                    text, line != null ? line : AttributedString.fromAnsi(text).columnSubSequence(0, columns - 1));
        }
        lastLines = lines;
        lastColumns = columns;
        return texts.stream().map(lines::get).toList();
    }

    private String outcome(JobView job, Bar bar) {
        Duration time = job.startedAt() != null && job.finishedAt() != null
                ? Duration.between(job.startedAt(), job.finishedAt())
                : bar == null ? Duration.ZERO : bar.elapsed(nanoTime.getAsLong());
        boolean well = job.status() == JobStatus.COMPLETED;
        String outcome = job.status() == JobStatus.CANCELLED ? "cancelled" : "failed";
        return layout().ended(well, names.of(job), well ? Amounts.clock(time) : outcome);
    }
}
