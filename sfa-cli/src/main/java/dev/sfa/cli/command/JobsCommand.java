package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import dev.sfa.cli.render.JobNames;
import dev.sfa.cli.render.ShortId;
import dev.sfa.cli.render.Table;
import dev.sfa.core.protocol.JobView;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sfa jobs}. */
@Command
public final class JobsCommand implements SfaCommand {
    private static final int USUAL_LIMIT = 30;

    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Option(
            names = "--status",
            split = ",",
            paramLabel = "STATUS",
            description = "queued, downloading, processing, completed, failed, cancelled; separated by commas.")
    private List<String> status = List.of();

    @Option(
            names = "--type",
            split = ",",
            paramLabel = "TYPE",
            description = "download, processing, analysis; separated by commas.")
    private List<String> type = List.of();

    @Option(names = "--batch", paramLabel = "NAME", description = "Only those of this batch.")
    private String batch;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "No more than this; 0 for all. 30 on a terminal, all in a pipe, unless set.")
    private Integer limit;

    public JobsCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        int most = limit != null ? limit : session.streams().outTerminal() ? USUAL_LIMIT : 0;
        String query = "/api/jobs?"
                + (status.isEmpty() ? "" : "status=" + ApiClient.segment(String.join(",", status)) + "&")
                + (batch == null ? "" : "batch=" + ApiClient.segment(batch) + "&")
                + (type.isEmpty() ? "" : "type=" + ApiClient.segment(String.join(",", type)));
        List<Map<String, Object>> jobs = Pages.read(session.api(), query, most);
        if (session.json()) {
            jobs.forEach(session::line);
            return 0;
        }
        boolean person = session.streams().outTerminal();
        Table table = new Table(session.streams(), session.theme(), "ID", "COMMAND", "STATUS", "%", "CREATED", "OF")
                .cutting("OF")
                .dropping("CREATED", "%", "COMMAND");
        Titles titles = new Titles(session.api());
        for (Map<String, Object> json : jobs) {
            JobView job = JobView.fromJson(json);
            table.row(
                    person ? ShortId.of(job.id()) : job.id(),
                    JobNames.verb(job.type()),
                    job.status().wireName(),
                    job.progress(),
                    person ? When.of(job.createdAt()) : job.createdAt(),
                    person ? titles.of(job) : JobNames.subject(job));
        }
        table.print();
        if (jobs.isEmpty() && person) {
            session.remark("There are no jobs" + (status.isEmpty() && type.isEmpty() ? " yet." : " like that."));
        }
        return 0;
    }
}
