package dev.sfa.core.separation.external;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a license of LALAL.AI is still good for. Each stem of a recording costs its length.
 *
 * @param plan the name of what was bought
 * @param minutes those bought, those used and those left
 */
public record LalalaiQuota(String plan, double minutes, double minutesUsed, double minutesLeft) {
    /** The JSON object of this quota. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("plan", plan);
        json.put("minutes", minutes);
        json.put("minutes_used", minutesUsed);
        json.put("minutes_left", minutesLeft);
        return json;
    }
}
