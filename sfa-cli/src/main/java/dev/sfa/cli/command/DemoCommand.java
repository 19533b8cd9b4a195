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

    @Option(names = "--keep", paramLabel = "DIR", description = "Leave everything in this new folder.")
    private Path keep;

    public DemoCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() throws IOException {
        Session session = new Session(context, global);
        DemoReport report = new Demo(session.streams(), session::display, session.paths(), session.env()).run(keep);
        report.print(session.streams(), session.theme());
        return 0;
    }
}
