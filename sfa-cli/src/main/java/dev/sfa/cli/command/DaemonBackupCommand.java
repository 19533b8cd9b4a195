package dev.sfa.cli.command;

import dev.sfa.cli.render.Amounts;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sfa daemon backup}. */
@Command
public final class DaemonBackupCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Option(names = "--overwrite", description = "Replace the file if it is there.")
    private boolean overwrite;

    @Parameters(paramLabel = "FILE", description = "Where the copy of the database goes.")
    private Path file;

    public DaemonBackupCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        Path target = file.toAbsolutePath().normalize();
        if (!overwrite && !session.elsewhere() && Files.exists(target)) {
            throw new SfaException(
                    ErrorCode.CANNOT_WRITE, target + " is there already; name another file, or add --overwrite.");
        }
        Map<String, Object> copy = session.api()
                .post("/api/daemon/backup", Map.of("file", target.toString()))
                .object();
        if (session.json()) {
            session.line(copy);
        } else {
            session.streams().line(String.valueOf(copy.get("file")));
            session.remark("Saved tracks, jobs and analyses ("
                    + Amounts.bytes(((Number) copy.get("file_size")).longValue())
                    + "); audio files are not in it. To use it, stop the daemon and put it in the place of "
                    + session.paths().database() + ".");
        }
        return 0;
    }
}
