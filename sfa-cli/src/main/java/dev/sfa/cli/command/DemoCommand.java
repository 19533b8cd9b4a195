package dev.sfa.cli.command;

import dev.sfa.cli.demo.Demo;
import dev.sfa.cli.demo.DemoReport;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sfa demo}. */
@Command
public final class DemoCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description =
                    "Leave the song, the stems, the analysis and the picture in this folder, which must be empty or"
                            + " new; else they stay in the cache until the next demo.")
    private Path keep;

    public DemoCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() throws IOException {
        Session session = new Session(context, global);
        DemoReport report = new Demo(session::remark, session::display, session.paths(), session.env()).run(keep);
        if (session.json()) {
            session.line(report.toJson());
        } else {
            report.print(session.streams(), session.theme());
        }
        return 0;
    }
}
