package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import dev.sfa.core.protocol.JobView;
import dev.sfa.core.protocol.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints an analysis as it was asked for: as lines with the key in a notation, or as a whole document. */
final class AnalysisPrinter implements ResultPrinter {
    private final Session session;
    private final KeyNotation notation;
    private final AnalysisFormat format;

    AnalysisPrinter(Session session, KeyNotation notation, AnalysisFormat format) {
        this.session = session;
        this.notation = notation;
        this.format = format;
    }

    @Override
    public boolean namesInputs() {
        return format == AnalysisFormat.TEXT;
    }

    @Override
    public void print(JobView job) {
        if (format == AnalysisFormat.TEXT) {
            session.results().analysis(inNotation(job.result()));
            return;
        }
        Map<String, Object> analysis = session.api()
                .get("/api/analysis/" + ApiClient.segment(job.trackId()))
                .object();
        session.streams().line(Json.write(analysis.get("features")));
    }

    private Map<String, Object> inNotation(Map<String, Object> summary) {
        Map<String, Object> result = new LinkedHashMap<>(summary == null ? Map.of() : summary);
        if (result.containsKey("key")) {
            result.put("key", result.get(notation.field()));
        }
        return result;
    }
}
