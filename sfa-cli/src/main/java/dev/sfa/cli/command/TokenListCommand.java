package dev.sfa.cli.command;

import dev.sfa.cli.render.Table;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sfa token list}. */
@Command
public final class TokenListCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    public TokenListCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        List<Map<String, Object>> tokens = session.api().get("/api/tokens").list();
        if (session.json()) {
            tokens.forEach(session::line);
            return 0;
        }
        Table table = new Table(session.streams(), session.theme(), "ID", "NAME", "SCOPE", "CREATED", "EXPIRES", "USED")
                .dropping("CREATED", "EXPIRES", "USED");
        tokens.forEach(token -> table.row(
                token.get("id"),
                token.get("name"),
                token.get("scope"),
                token.get("created_at"),
                token.get("expires_at"),
                token.get("last_used_at")));
        table.print();
        return 0;
    }
}
