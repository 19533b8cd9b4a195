package dev.sfa.cli.render;

import dev.sfa.core.protocol.JobView;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What came out of a job, on stdout: of a download the path of the file, of a separation one line a stem, of an
 * analysis one line a value. Fields are TAB-separated for a program and aligned for a person.
 */
public final class Results {
    private static final int DECIMALS = 4;

    private final Streams streams;
    private final Theme theme;
    private final LibraryFiles files;

    public Results(Streams streams, Theme theme, LibraryFiles files) {
        this.streams = streams;
        this.theme = theme;
        this.files = files;
    }

    /** @param job a completed one */
    public void print(JobView job) {
        Map<String, Object> result = job.result() == null ? Map.of() : job.result();
        switch (job.type()) {
            case DOWNLOAD -> streams.line(Printable.line(path(result.get("output_path"))));
            case PROCESSING -> stems(result);
            case ANALYSIS -> analysis(result);
        }
    }

    /** Where a file of the library is; what is not in the library stays as it is. */
    public String path(Object wirePath) {
        String path = String.valueOf(wirePath);
        return path.startsWith(LibraryFiles.ROOT) ? files.place(path) : path;
    }

    private void stems(Map<String, Object> result) {
        if (result.get("stems") instanceof List<?> stems) {
            for (Object one : stems) {
                if (one instanceof Map<?, ?> stem) {
                    String type = String.valueOf(stem.get("type"));
                    String path = Printable.line(path(stem.get("path")));
                    if (streams.outTerminal()) {
                        long size = stem.get("file_size") instanceof Number number ? number.longValue() : 0;
                        streams.line(label(type) + path + "  " + theme.faint(Amounts.bytes(size)));
                    } else {
                        streams.line(type + "\t" + path + "\t" + stem.get("file_size"));
                    }
                }
            }
        }
    }

    /** A line a value. */
    public void analysis(Map<String, Object> summary) {
        summary.forEach((name, value) -> {
            if (!streams.outTerminal()) {
                streams.line(name + "\t" + text(value));
            } else if (!(value instanceof List<?>)) {
                streams.line(label(name) + (value == null ? theme.faint("none") : text(value)));
            }
        });
    }

    private String label(String name) {
        return theme.strong(name) + " ".repeat(Math.max(1, 22 - name.length()));
    }

    /** Numbers to four decimals, lists separated by spaces, nothing for null. */
    public static String text(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Double || value instanceof Float || value instanceof BigDecimal) {
            BigDecimal number = new BigDecimal(value.toString())
                    .setScale(DECIMALS, RoundingMode.HALF_EVEN)
                    .stripTrailingZeros();
            return (number.scale() < 1 ? number.setScale(1) : number).toPlainString();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Results::text).collect(Collectors.joining(" "));
        }
        return Printable.line(value.toString());
    }
}
