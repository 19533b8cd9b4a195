import dev.sfa.core.analysis.AnalysisOptions;
import dev.sfa.core.analysis.AnalysisResult;
import dev.sfa.core.analysis.Analyzer;
import dev.sfa.core.audio.AudioDecoder;
import dev.sfa.core.audio.AudioProbe;
import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.audio.DecodeFormat;
import dev.sfa.core.audio.FfmpegLocator;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.protocol.Json;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The evaluation behind {@code bench/answers}; see there. */
public final class AnalysisAnswers {
    private static final List<String> NAMES =
            List.of("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B");
    private static final List<String> FLATS =
            List.of("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B");
    /** Beats before this second do not count. */
    private static final double SKIPPED = 5;

    private final FfmpegTools tools;
    private boolean aubio;

    private AnalysisAnswers(FfmpegTools tools) {
        this.tools = tools;
    }

    /** What is measured of one song, and of all as means. */
    private record Score(String name, double[] values, String remark) {}

    private static final String[] COLUMNS = {
        "Acc1", "Acc2", "beat F", "downbeat F", "meter", "key", "key wt", "sect .5", "sect 3", "chords", "aubio 1", "aubio 2", "aubio F"
    };

    public static void main(String[] args) throws Exception {
        AnalysisAnswers answers = new AnalysisAnswers(new FfmpegLocator(
                        Settings.none(),
                        SfaPaths.of(System.getenv()),
                        System.getenv())
                .locate());
        List<Path> songs = new ArrayList<>();
        List<String> folders = new ArrayList<>(List.of(args));
        answers.aubio = folders.remove("--aubio");
        for (String folder : folders) {
            try (Stream<Path> found = Files.find(Path.of(folder), 3, (path, a) -> path.endsWith("truth.json"))) {
                found.map(Path::getParent).sorted().forEach(songs::add);
            }
        }
        List<Score> scores = new ArrayList<>();
        System.out.printf("%-28s", "song");
        for (String column : COLUMNS) {
            System.out.printf(" %10s", column);
        }
        System.out.println();
        for (Path song : songs) {
            Score score = answers.score(song);
            scores.add(score);
            print(score);
        }
        double[] means = new double[COLUMNS.length];
        for (int i = 0; i < means.length; i++) {
            int column = i;
            means[i] = scores.stream()
                    .mapToDouble(score -> score.values()[column])
                    .filter(value -> !Double.isNaN(value))
                    .average()
                    .orElse(Double.NaN);
        }
        print(new Score("mean of " + scores.size(), means, ""));
    }

    private static void print(Score score) {
        System.out.printf("%-28s", score.name());
        for (double value : score.values()) {
            System.out.print(Double.isNaN(value) ? "          -" : String.format(Locale.ROOT, " %10.3f", value));
        }
        System.out.println("  " + score.remark());
    }

    private Score score(Path song) throws Exception {
        Map<String, Object> truth = Json.parseObject(Files.readString(song.resolve("truth.json")));
        Path file;
        try (Stream<Path> files = Files.list(song)) {
            file = files.filter(path -> path.getFileName().toString().startsWith("mixture."))
                    .findFirst()
                    .orElseThrow();
        }
        AnalysisResult result;
        try (AudioStream audio = new AudioDecoder(tools)
                .open(
                        file,
                        new AudioProbe(tools).probe(file),
                        DecodeFormat.nativeRate(),
                        new CancellationToken())) {
            result = new Analyzer()
                    .analyze(audio, AnalysisOptions.everything(), ProgressListener.NONE, new CancellationToken());
        }
        double bpm = number(truth.get("bpm"));
        Map<?, ?> beats = (Map<?, ?>) result.features().get("beats");
        Object tempo = result.summary().get("tempo");
        double found = tempo == null ? 0 : number(tempo);
        double[] trueBeats = numbers(truth.get("beats"));
        String key = (String) ((Map<?, ?>) truth.get("key")).get("name");
        String foundKey = String.valueOf(result.summary().get("key"));
        double keyScore = mirex(key, foundKey);
        Map<?, ?> structure = (Map<?, ?>) result.features().get("structure");
        double[] trueBounds = starts(truth.get("sections"));
        double[] bounds = structure == null ? null : starts(structure.get("sections"));
        double[] aubioTempo = aubio("tempo", file);
        double[] aubioBeats = aubio("beat", file);
        double aubioBpm = aubioTempo == null || aubioTempo.length == 0 ? 0 : aubioTempo[0];
        String meter = String.valueOf(truth.get("meter"));
        double[] values = {
            accuracy(found, bpm, 1),
            accuracy(found, bpm, 1, 2, 0.5, 3, 1 / 3.0),
            agreement(numbers(beats.get("times")), trueBeats, SKIPPED, 0.07),
            agreement(numbers(beats.get("downbeats")), numbers(truth.get("downbeats")), SKIPPED, 0.07),
            meter.equals(beats.get("time_signature")) ? 1 : 0,
            keyScore == 1 ? 1 : 0,
            keyScore,
            bounds == null ? Double.NaN : agreement(bounds, trueBounds, 0.1, 0.5),
            bounds == null ? Double.NaN : agreement(bounds, trueBounds, 0.1, 3),
            chords(result.features().get("chords"), truth.get("chords")),
            aubioTempo == null ? Double.NaN : accuracy(aubioBpm, bpm, 1),
            aubioTempo == null ? Double.NaN : accuracy(aubioBpm, bpm, 1, 2, 0.5, 3, 1 / 3.0),
            aubioBeats == null ? Double.NaN : agreement(aubioBeats, trueBeats, SKIPPED, 0.07)
        };
        String remark = String.format(
                Locale.ROOT,
                "%.1f (%.1f) %s (%s) %s (%s)",
                found,
                bpm,
                beats.get("time_signature"),
                meter,
                foundKey,
                key);
        return new Score(song.getFileName().toString(), values, remark);
    }

    private static double accuracy(double found, double bpm, double... ratios) {
        return Arrays.stream(ratios).anyMatch(ratio -> Math.abs(found / (ratio * bpm) - 1) <= 0.04) ? 1 : 0;
    }

    /** The F-measure of the best one-to-one matching in order, within {@code tolerance} seconds. */
    private static double agreement(double[] found, double[] truth, double from, double tolerance) {
        double[] a = Arrays.stream(found).filter(t -> t >= from).sorted().toArray();
        double[] b = Arrays.stream(truth).filter(t -> t >= from).sorted().toArray();
        if (a.length == 0 || b.length == 0) {
            return a.length == b.length ? 1 : 0;
        }
        int hits = 0;
        int i = 0;
        int k = 0;
        while (i < a.length && k < b.length) {
            if (Math.abs(a[i] - b[k]) <= tolerance) {
                hits++;
                i++;
                k++;
            } else if (a[i] < b[k]) {
                i++;
            } else {
                k++;
            }
        }
        return 2.0 * hits / (a.length + b.length);
    }

    private static double mirex(String truth, String found) {
        int t = tonic(truth);
        int f = tonic(found);
        boolean minor = truth.endsWith("minor");
        boolean foundMinor = found.endsWith("minor");
        if (f < 0) {
            return 0;
        }
        int apart = Math.floorMod(f - t, 12);
        if (minor == foundMinor) {
            return apart == 0 ? 1 : apart == 7 || apart == 5 ? 0.5 : 0;
        }
        boolean relative = apart == (minor ? 3 : 9);
        return relative ? 0.3 : apart == 0 ? 0.2 : 0;
    }

    private static int tonic(String key) {
        String name = key.split("[ :]")[0];
        return Math.max(NAMES.indexOf(name), FLATS.indexOf(name));
    }

    /** The part of the time in which root and third (major or minor) are right. */
    private static double chords(Object found, Object truth) {
        if (!(found instanceof Map<?, ?> map) || !(map.get("segments") instanceof List<?> segments)) {
            return Double.NaN;
        }
        List<?> wanted = (List<?>) truth;
        double right = 0;
        double all = 0;
        for (Object item : wanted) {
            Map<?, ?> chord = (Map<?, ?>) item;
            double start = number(chord.get("start"));
            double end = number(chord.get("end"));
            all += end - start;
            for (Object other : segments) {
                Map<?, ?> segment = (Map<?, ?>) other;
                double overlap = Math.min(end, number(segment.get("end"))) - Math.max(start, number(segment.get("start")));
                if (overlap > 0 && triad(chord).equals(triad(segment))) {
                    right += overlap;
                }
            }
        }
        return right / all;
    }

    private static String triad(Map<?, ?> segment) {
        String chord = String.valueOf(segment.get("chord")).split("/")[0];
        String quality = chord.contains(":") ? chord.substring(chord.indexOf(':') + 1) : "maj";
        return tonic(chord) + (quality.startsWith("min") || quality.startsWith("dim") || quality.startsWith("hdim") ? "m" : "");
    }

    private static double[] starts(Object sections) {
        return ((List<?>) sections)
                .stream()
                        .mapToDouble(section -> number(((Map<?, ?>) section).get("start")))
                        .toArray();
    }

    /** The numbers that begin the lines aubio prints; null where it is not asked or not installed. */
    private double[] aubio(String command, Path file) throws IOException, InterruptedException {
        if (!aubio) {
            return null;
        }
        Path out = Files.createTempFile("aubio", ".txt");
        try {
            Process process = new ProcessBuilder("aubio", command, file.toString())
                    .redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.waitFor(60, TimeUnit.SECONDS);
            return Files.readAllLines(out).stream()
                    .map(line -> line.strip().split("\\s+")[0])
                    .filter(word -> word.matches("[0-9.]+"))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (IOException e) {
            return null;
        } finally {
            Files.delete(out);
        }
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    private static double[] numbers(Object value) {
        return value instanceof double[] doubles
                ? doubles
                : ((List<?>) value).stream().mapToDouble(AnalysisAnswers::number).toArray();
    }
}
