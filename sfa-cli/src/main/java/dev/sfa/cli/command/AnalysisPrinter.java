package dev.sfa.cli.command;

import dev.sfa.core.export.ExportFormat;
import dev.sfa.core.export.ExportOptions;
import dev.sfa.core.protocol.JobView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints an analysis as it was asked for: as lines with the key in a notation, or as an export. */
final class AnalysisPrinter implements ResultPrinter {
    private final Session session;
    private final KeyNotation notation;
    private final AnalysisFormat format;
    private final boolean frames;
    private boolean headed;

    /** @param frames CSV: a line a frame */
    AnalysisPrinter(Session session, KeyNotation notation, AnalysisFormat format, boolean frames) {
        this.session = session;
        this.notation = notation;
        this.format = format;
        this.frames = frames;
    }

    @Override
    public boolean namesInputs() {
        return format == AnalysisFormat.TEXT;
    }

    @Override
    public void print(JobView job) {
        try {
            switch (format) {
                case TEXT -> session.results().analysis(inNotation(job.result()));
                case CSV -> table(job);
                case JSON -> session.streams().bytes(out -> write(job, ExportFormat.JSON, out));
                case JAMS -> session.streams().bytes(out -> write(job, ExportFormat.JAMS, out));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(JobView job, ExportFormat export, OutputStream out) throws IOException {
        LibraryTrack track = LibraryTrack.find(session, job.trackId());
        export.write(List.of(track.analysed()), new ExportOptions(frames, ExportOptions.USUAL.labels()), out);
    }

    /** One heading for all lines; what has a line a frame stands alone. */
    private void table(JobView job) throws IOException {
        if (!headed) {
            headed = true;
            session.streams().bytes(out -> write(job, ExportFormat.CSV, out));
            return;
        }
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        write(job, ExportFormat.CSV, table);
        byte[] bytes = table.toByteArray();
        int line = 0;
        while (bytes[line] != '\n') {
            line++;
        }
        int from = line + 1;
        session.streams().bytes(out -> out.write(bytes, from, bytes.length - from));
    }

    private Map<String, Object> inNotation(Map<String, Object> summary) {
        Map<String, Object> result = new LinkedHashMap<>(summary == null ? Map.of() : summary);
        if (result.containsKey("key")) {
            result.put("key", result.get(notation.field()));
        }
        return result;
    }
}
