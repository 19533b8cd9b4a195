package dev.sfa.cli.command;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sfa model rm}. */
@Command
public final class ModelRemoveCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Parameters(arity = "1..*", paramLabel = "MODEL", description = "Names of installed models.")
    private List<String> names;

    public ModelRemoveCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        Question question = new Question(session);
        return new EachOf<>(session, names).act(name -> {
            if (question.agrees("Remove the model " + name + "?")) {
                Models.installer(session).remove(name);
                session.remark("removed " + name);
            }
        });
    }
}
