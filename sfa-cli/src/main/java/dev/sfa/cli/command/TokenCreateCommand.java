package dev.sfa.cli.command;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sfa token create}. */
@Command
public final class TokenCreateCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            description = "read: see and follow; submit: make jobs, too; admin: everything. read unless set.")
    private String scope = "read";

    @Option(names = "--expires", paramLabel = "DAYS", description = "Valid for so many days; for ever unless set.")
    private Integer days;

    @Parameters(paramLabel = "NAME", description = "What the token is for, to know it again.")
    private String name;

    public TokenCreateCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        if (days != null && days < 1) {
            throw new SfaException(ErrorCode.USAGE, "--expires is " + days + ", but must be 1 or more.");
        }
        Session session = new Session(context, global);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("scope", scope);
        if (days != null) {
            body.put("expires_in_days", days);
        }
        Map<String, Object> created = session.api().post("/api/tokens", body).object();
        if (session.json()) {
            session.line(created);
        } else {
            session.streams().line(String.valueOf(created.get("token")));
            session.remark("Keep it: it is not shown again. \"sfa token revoke " + created.get("id") + "\" ends it.");
        }
        return 0;
    }
}
