package dev.sfa.cli.command;

import dev.sfa.cli.command.Checkup.Finding;
import dev.sfa.cli.render.Printable;
import dev.sfa.core.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sfa doctor}. */
@Command
public final class DoctorCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Option(
            names = "--fix",
            description = "Delete files that belong to no track, separation or job; starts the daemon if none runs.")
    private boolean fix;

    public DoctorCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        List<Finding> findings = new Checkup(session, fix).findings();
        findings.forEach(finding -> print(session, finding));
        return findings.stream().anyMatch(finding -> finding.state() == Checkup.State.ERROR)
                ? ErrorCode.CONFIG.exitCode()
                : 0;
    }

    private static void print(Session session, Finding finding) {
        String state = finding.state().name().toLowerCase(Locale.ROOT);
        String detail = Printable.line(finding.detail());
        String advice = Printable.line(finding.advice());
        if (session.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("check", finding.what());
            json.put("state", state);
            json.put("detail", detail);
            json.put("advice", advice.isEmpty() ? null : advice);
            session.line(json);
        } else if (session.streams().outTerminal()) {
            String padded = String.format("%-7s", state);
            String mark = switch (finding.state()) {
                case OK -> session.theme().good(padded);
                case WARNING -> session.theme().accent(padded);
                case ERROR -> session.theme().bad(padded);
            };
            session.streams()
                    .line(mark + "  " + String.format("%-9s", finding.what()) + detail
                            + (advice.isEmpty() ? "" : "\n" + " ".repeat(18) + advice));
        } else {
            session.streams().line(state + "\t" + finding.what() + "\t" + detail + "\t" + advice);
        }
    }
}
