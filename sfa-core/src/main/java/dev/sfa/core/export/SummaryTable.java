package dev.sfa.core.export;

import dev.sfa.core.analysis.FeatureTree;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A line a track: what it is, its single values, and the means of its series. The columns are always the same. */
final class SummaryTable {
    /** Columns and where they stand in the features. */
    private static final Map<String, String> SINGLE = new LinkedHashMap<>();

    static {
        SINGLE.put("tempo", "tempo.value");
        SINGLE.put("tempo_confidence", "tempo.confidence");
        SINGLE.put("time_signature", "beats.time_signature");
        SINGLE.put("beats", "beats.count");
        SINGLE.put("key", "key.value");
        SINGLE.put("camelot", "key.camelot");
        SINGLE.put("open_key", "key.open_key");
        SINGLE.put("key_confidence", "key.confidence");
        SINGLE.put("tuning_cents", "key.tuning_cents");
        SINGLE.put("integrated_lufs", "loudness.integrated_lufs");
        SINGLE.put("range_lu", "loudness.range_lu");
        SINGLE.put("true_peak_dbtp", "loudness.true_peak_dbtp");
        SINGLE.put("sample_peak_dbfs", "loudness.sample_peak_dbfs");
        for (String number : List.of("energy", "tempo", "brightness", "rhythmic_complexity", "harmonic_richness")) {
            SINGLE.put("radar_" + number, "radar." + number);
        }
        SINGLE.put("pitch_median_hz", "pitch.median_hz");
    }

    private final List<ExportTrack> tracks;

    SummaryTable(List<ExportTrack> tracks) {
        this.tracks = tracks;
    }

    void write(OutputStream out) throws IOException {
        List<SeriesColumns.Column> means = SeriesColumns.all();
        List<Object> head = new ArrayList<>(List.of("track_id", "title", "artist", "album", "duration", "file"));
        head.addAll(SINGLE.keySet());
        means.forEach(column -> head.add(column.name() + "_mean"));
        CsvWriter csv = new CsvWriter(out);
        csv.line(head);
        for (ExportTrack track : tracks) {
            FeatureTree features = track.tree();
            List<Object> line = new ArrayList<>(List.of(
                    track.id(), track.title(), track.artist(), track.album(), track.duration(), track.location()));
            for (String path : SINGLE.values()) {
                line.add(features.text(path)
                        .<Object>map(text -> text)
                        .or(() -> features.number(path).map(SummaryTable::plain))
                        .orElse(null));
            }
            means.forEach(column -> line.add(column.mean(features)));
            csv.line(line);
        }
        csv.flush();
    }

    /** Whole numbers without a point. */
    private static Object plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e9 ? (Object) (long) number : (Object) number;
    }
}
