package dev.sfa.core.export;

import dev.sfa.core.analysis.FeatureTree;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A line a frame of the fastest series: the time in seconds and all series that there are; of a slower series, the last
 * value before.
 */
final class FrameTable {
    private final FeatureTree features;

    private record Filled(String name, double rate, double[] values) {}

    FrameTable(ExportTrack track) {
        this.features = track.tree();
    }

    void write(OutputStream out) throws IOException {
        List<Filled> columns = SeriesColumns.all().stream()
                .map(column -> new Filled(column.name(), column.rate(features), column.values(features)))
                .filter(column -> column.rate() > 0 && column.values().length > 0)
                .toList();
        double rate = columns.stream().mapToDouble(Filled::rate).max().orElse(1);
        int frames = columns.stream()
                .filter(column -> column.rate() == rate)
                .mapToInt(column -> column.values().length)
                .max()
                .orElse(0);
        CsvWriter csv = new CsvWriter(out);
        List<Object> head = new ArrayList<>(List.of("time"));
        columns.forEach(column -> head.add(column.name()));
        csv.line(head);
        for (int frame = 0; frame < frames; frame++) {
            List<Object> line = new ArrayList<>();
            line.add(Math.round(1e6 * frame / rate) / 1e6);
            for (Filled column : columns) {
                int at = (int) Math.floor(frame * column.rate() / rate + 1e-9);
                line.add(at < column.values().length ? (Double) column.values()[at] : null);
            }
            csv.line(line);
        }
        csv.flush();
    }
}
