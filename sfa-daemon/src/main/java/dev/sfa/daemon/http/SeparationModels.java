package dev.sfa.daemon.http;

import dev.sfa.core.separation.DspSeparator;
import dev.sfa.core.separation.Separator;
import dev.sfa.core.separation.StemType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The models a separation may name: so far what is built in. */
final class SeparationModels {
    private static final List<Separator> INSTALLED = List.of(new DspSeparator());

    private SeparationModels() {}

    /** The default first. */
    static List<String> names() {
        return INSTALLED.stream().map(Separator::model).toList();
    }

    static List<Map<String, Object>> toJson() {
        return INSTALLED.stream().map(SeparationModels::toJson).toList();
    }

    private static Map<String, Object> toJson(Separator separator) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", separator.model());
        json.put("engine", separator.engine());
        json.put("stems", separator.stems().stream().map(StemType::wireName).toList());
        return json;
    }
}
