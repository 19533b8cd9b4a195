package dev.sfa.core.separation.engine;

import dev.sfa.core.separation.StemType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model that a separation may name.
 *
 * @param installed whether it can be used now
 * @param about one line for a person
 */
public record ModelOffer(String model, String engine, List<StemType> stems, boolean installed, String about) {
    /** The JSON object of this offer. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", model);
        json.put("engine", engine);
        json.put("stems", stems.stream().map(StemType::wireName).toList());
        json.put("installed", installed);
        json.put("about", about);
        return json;
    }
}
