package dev.sfa.cli.command;

import dev.sfa.cli.render.Amounts;
import dev.sfa.cli.render.Table;
import dev.sfa.core.separation.StemType;
import dev.sfa.core.separation.onnx.InstalledModel;
import dev.sfa.core.separation.onnx.ModelManifest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sfa model show}. */
@Command
public final class ModelShowCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Parameters(paramLabel = "MODEL", description = "The name of an installed model.")
    private String name;

    public ModelShowCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        InstalledModel model = Models.library(session).find(name);
        ModelManifest manifest = model.manifest();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("model", manifest.name());
        shown.put("family", manifest.family().wireName());
        shown.put("stems", manifest.stems().stream().map(StemType::wireName).collect(Collectors.joining(",")));
        shown.putAll(manifest.settings());
        shown.put("licence", manifest.licence());
        shown.put("size", session.json() ? model.size() : Amounts.bytes(model.size()));
        shown.put("manifest", model.manifestFile().toString());
        for (ModelManifest.ModelFile file : manifest.files()) {
            shown.put(file.file(), file.sha256().orElse("no hash"));
        }
        if (session.json()) {
            session.line(shown);
            return 0;
        }
        Table table = new Table(session.streams(), session.theme(), "WHAT", "");
        shown.forEach(table::row);
        table.print();
        return 0;
    }
}
