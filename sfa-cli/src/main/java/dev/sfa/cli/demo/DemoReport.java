package dev.sfa.cli.demo;

import dev.sfa.cli.render.Amounts;
import dev.sfa.cli.render.Streams;
import dev.sfa.cli.render.Theme;
import dev.sfa.core.synth.DemoSong;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What came out of a demo.
 *
 * @param stems files and their sizes in bytes
 * @param summary of the analysis
 * @param analysis file of the whole analysis, JSON
 * @param plot file of the picture, PNG
 */
public record DemoReport(Map<Path, Long> stems, Map<String, Object> summary, Path analysis, Path plot) {

    /** For a person: a few lines to read. For a program: {@code what TAB found TAB truth} or {@code what TAB path TAB bytes}. */
    public void print(Streams streams, Theme theme) {
        if (streams.outTerminal()) {
            printForAPerson(streams, theme);
        } else {
            printForAProgram(streams);
        }
    }

    /** The same as one JSON object. */
    public Map<String, Object> toJson() {
        Map<String, Object> files = new LinkedHashMap<>();
        stems.keySet().forEach(file -> files.put(stem(file), file.toString()));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("stems", files);
        json.put("tempo", summary.get("tempo"));
        json.put("true_tempo", DemoSong.TEMPO);
        json.put("key", summary.get("key"));
        json.put("true_key", DemoSong.KEY);
        json.put("analysis", analysis.toString());
        json.put("plot", plot.toString());
        return json;
    }

    private void printForAPerson(Streams streams, Theme theme) {
        streams.line("");
        stems.forEach((file, size) -> streams.line(
                String.format("%-8s %8s  %s", stem(file), Amounts.bytes(size), theme.faint(file.toString()))));
        streams.line("");
        streams.line(String.format(
                "tempo    %s BPM   %s", theme.strong(tempo()), theme.faint("(composed at " + trueTempo() + ")")));
        streams.line(String.format(
                "key      %s     %s", theme.strong(key()), theme.faint("(composed in " + DemoSong.KEY + ")")));
        streams.line("analysis " + analysis);
        streams.line("plot     " + plot);
        streams.line("");
        streams.line("Now with your own music: sfa pipeline SONG.mp3");
    }

    private void printForAProgram(Streams streams) {
        stems.forEach((file, size) -> streams.line(stem(file) + "\t" + file + "\t" + size));
        streams.line("tempo\t" + tempo() + "\t" + trueTempo());
        streams.line("key\t" + key() + "\t" + DemoSong.KEY);
        streams.line("analysis\t" + analysis);
        streams.line("plot\t" + plot);
    }

    private static String stem(Path file) {
        return file.getFileName().toString().replaceAll("\\.[^.]*$", "");
    }

    private String tempo() {
        return summary.get("tempo") instanceof Number tempo
                ? String.format(Locale.ROOT, "%.1f", tempo.doubleValue())
                : "none";
    }

    private String key() {
        return summary.get("key") instanceof String key ? key : "none";
    }

    private static String trueTempo() {
        return String.format(Locale.ROOT, "%.0f", DemoSong.TEMPO);
    }
}
