package dev.sfa.daemon.http;

import dev.sfa.core.separation.Separator;
import dev.sfa.core.separation.StemType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The models a separation may name, the default first. */
final class SeparationModels {
    private final List<Separator> installed;

    SeparationModels(List<Separator> installed) {
        this.installed = List.copyOf(installed);
    }

    /**
     * The separator for what a request names; the default where it names nothing.
     *
     * @param model null for any
     * @param engine null for any; {@code local} is any that runs in the daemon
     */
    Separator find(String model, String engine) {
        if (engine != null && !engine.equals("local") && installed.stream().noneMatch(s -> s.engine().equals(engine))) {
            throw InvalidRequest.field(
                    "engine", "There is no engine \"" + engine + "\" here; there is " + names(Separator::engine) + ".");
        }
        return installed.stream()
                .filter(s -> engine == null || engine.equals("local") || s.engine().equals(engine))
                .filter(s -> model == null || s.model().equals(model))
                .findFirst()
                .orElseThrow(() -> InvalidRequest.field(
                        "model",
                        "There is no model \"" + model + "\" installed; there is " + names(Separator::model) + "."));
    }

    List<Map<String, Object>> toJson() {
        return installed.stream().map(SeparationModels::toJson).toList();
    }

    private String names(java.util.function.Function<Separator, String> name) {
        return String.join(", ", installed.stream().map(name).distinct().toList());
    }

    private static Map<String, Object> toJson(Separator separator) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", separator.model());
        json.put("engine", separator.engine());
        json.put("stems", separator.stems().stream().map(StemType::wireName).toList());
        return json;
    }
}
