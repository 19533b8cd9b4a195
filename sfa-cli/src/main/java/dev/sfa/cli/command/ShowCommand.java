package dev.sfa.cli.command;

import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sfa show}. */
@Command
public final class ShowCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Parameters(paramLabel = "JOB", description = "The id of a job, the beginning of one, or @last.")
    private String job;

    public ShowCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        JobView view = JobIds.find(session.api(), job);
        if (session.json()) {
            session.line(view.toJson());
            return 0;
        }
        boolean person = session.streams().outTerminal();
        Facts facts = new Facts()
                .put("id", view.id())
                .put("type", view.type().wireName())
                .put("status", view.status().wireName())
                .put("progress", view.progress())
                .put("message", view.message().isBlank() ? null : view.message())
                .put("track", view.trackId())
                .put("attempt", view.attempt() + " of " + view.maxAttempts())
                .put("priority", view.priority())
                .put("created", person ? When.of(view.createdAt()) : view.createdAt())
                .put("started", view.startedAt() == null ? null : person ? When.of(view.startedAt()) : view.startedAt())
                .put(
                        "finished",
                        view.finishedAt() == null ? null : person ? When.of(view.finishedAt()) : view.finishedAt())
                .put("error", view.error());
        view.params().forEach((name, value) -> facts.put("params." + name, value));
        facts.print(session);
        if (view.status() == JobStatus.COMPLETED) {
            session.results().print(view);
        }
        return 0;
    }
}
