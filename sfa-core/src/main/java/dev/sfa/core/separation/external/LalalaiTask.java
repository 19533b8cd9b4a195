package dev.sfa.core.separation.external;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How far LALAL.AI is with the last split of a file.
 *
 * @param state {@code success}, {@code progress}, {@code error}, {@code cancelled}
 * @param percent 0 while it waits in the queue
 * @param error what went wrong, empty if nothing did
 * @param stem whose split this is, empty while that is not known
 * @param track where the stem is to be had, empty before it is done
 * @param size of the track in bytes, -1 if not known
 */
record LalalaiTask(String state, int percent, String error, String stem, String track, long size) {
    static LalalaiTask of(JsonNode entry) {
        JsonNode task = entry.path("task");
        JsonNode split = entry.path("split");
        String state = entry.path("status").asText("").equals("error")
                ? "error"
                : task.path("state").asText("progress");
        return new LalalaiTask(
                state,
                Math.max(0, Math.min(100, task.path("progress").asInt(0))),
                task.path("error").asText(entry.path("error").asText("")),
                split.path("stem").asText(""),
                split.path("stem_track").asText(""),
                split.path("stem_track_size").asLong(-1));
    }
}
