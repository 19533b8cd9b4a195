package dev.sfa.cli.command;

import dev.sfa.cli.render.Table;
import dev.sfa.core.config.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sfa config list}. */
@Command
public final class ConfigListCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Option(names = "--show-origin", description = "Say where each value comes from.")
    private boolean showOrigin;

    public ConfigListCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        Settings settings = Settings.load(session.paths(), session.env(), Path.of(""));
        settings.warnings().forEach(session::remark);
        Table table = showOrigin
                ? new Table(session.streams(), session.theme(), "SETTING", "VALUE", "ORIGIN")
                : new Table(session.streams(), session.theme(), "SETTING", "VALUE", "WHAT IT IS");
        for (Settings.Setting setting : settings.all()) {
            if (session.json()) {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("name", setting.name());
                json.put("value", setting.value());
                json.put("origin", setting.origin());
                session.line(json);
            } else {
                table.row(setting.name(), setting.value(), showOrigin ? setting.origin() : setting.help());
            }
        }
        table.print();
        return 0;
    }
}
