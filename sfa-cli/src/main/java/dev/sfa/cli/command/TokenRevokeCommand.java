package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sfa token revoke}. */
@Command
public final class TokenRevokeCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Parameters(arity = "1..*", paramLabel = "TOKEN", description = "Ids of tokens, or beginnings of them.")
    private List<String> tokens;

    public TokenRevokeCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        ApiClient api = session.api();
        return new EachOf<>(session, tokens).act(token -> {
            api.delete("/api/tokens/" + ApiClient.id(token));
            session.remark("revoked " + token);
        });
    }
}
