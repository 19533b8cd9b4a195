package dev.sfa.cli.command;

import dev.sfa.cli.client.JobWatcher;
import dev.sfa.cli.render.JobDisplay;
import dev.sfa.core.protocol.JobView;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sfa watch}. */
@Command
public final class WatchCommand implements SfaCommand {
    /** Of more, nobody reads the names; each is a request. */
    private static final int MOST_NAMED = 50;

    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Option(names = "--all", description = "Follow every job there is and will be, until interrupted.")
    private boolean all;

    @Option(
            names = "--fail-fast",
            description = "End with the first job that fails or is cancelled, and with its exit code.")
    private boolean failFast;

    @Option(names = "--batch", paramLabel = "NAME", description = "The jobs of this batch.")
    private String batch;

    @Parameters(
            arity = "0..*",
            paramLabel = "JOB",
            description = "Ids of jobs, beginnings of them, or @last. Without: the jobs that have not ended yet.")
    private List<String> jobs = List.of();

    public WatchCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        List<JobView> chosen = batch != null
                ? JobIds.ofBatch(session.api(), batch)
                : jobs.isEmpty()
                        ? Pages.read(session.api(), "/api/jobs?status=queued,downloading,processing", 0).stream()
                                .map(JobView::fromJson)
                                .toList()
                        : JobIds.find(session.api(), jobs);
        if (chosen.isEmpty() && !all) {
            session.remark("Nothing is being done.");
            return 0;
        }
        JobDisplay shown = session.watching();
        FailFast failing = failFast ? new FailFast(shown) : null;
        JobDisplay display = failFast ? failing : shown;
        Thread closing = new Thread(display::close);
        Runtime.getRuntime().addShutdownHook(closing);
        if (!session.json() && chosen.size() <= MOST_NAMED) {
            Titles titles = new Titles(session.api());
            chosen.forEach(job -> display.name(job.id(), titles.of(job)));
        }
        try (display;
                JobWatcher watcher = new JobWatcher(session.connector(), display)) {
            if (all) {
                chosen.forEach(job -> display.changed(job, null, job.toJson()));
                watcher.followAll();
            } else {
                watcher.follow(chosen.stream().map(JobView::id).toList(), null);
            }
        } catch (FailFast.JobFailed e) {
            // The display is closed, its last frame stays.
        }
        try {
            Runtime.getRuntime().removeShutdownHook(closing);
        } catch (IllegalStateException e) {
            // The program is ending: the hook is running.
        }
        return failing == null ? 0 : failing.report(session);
    }
}
