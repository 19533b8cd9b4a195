import dev.sfa.core.analysis.AnalysisOptions;
import dev.sfa.core.analysis.Analyzer;
import dev.sfa.core.analysis.Feature;
import dev.sfa.core.audio.AudioDecoder;
import dev.sfa.core.audio.AudioInfo;
import dev.sfa.core.audio.AudioProbe;
import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.audio.FfmpegLocator;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The measurement behind {@code bench/analysis-speed}; see there. */
public final class AnalysisSpeed {
    private static final int RUNS = 7;
    private static final String FLOOR = "ffmpeg, decoded to mono at 22,050 Hz";

    private AnalysisSpeed() {}

    private interface Work {
        void run() throws Exception;
    }

    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        FfmpegTools tools =
                new FfmpegLocator(Settings.none(), SfaPaths.of(System.getenv()), System.getenv()).locate();
        // Asked once, when a recording comes into the library; the daemon remembers the answer.
        AudioInfo info = new AudioProbe(tools).probe(file);
        Map<String, Work> works = new LinkedHashMap<>();
        works.put(FLOOR, () -> decode(tools, file));
        AnalysisOptions contract = AnalysisOptions.of(List.of(
                Feature.TEMPO, Feature.KEY, Feature.ENERGY, Feature.SPECTRAL, Feature.MFCC, Feature.CHROMA));
        works.put("the contract's six features", () -> analyse(tools, file, info, contract));
        works.put("everything", () -> analyse(tools, file, info, AnalysisOptions.everything()));
        for (String name : List.of(args).subList(1, args.length)) {
            AnalysisOptions one = AnalysisOptions.of(List.of(Feature.parse(List.of(name)).iterator().next()));
            works.put(name, () -> analyse(tools, file, info, one));
        }
        print(measure(works));
    }

    private static void decode(FfmpegTools tools, Path file) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                tools.ffmpeg().toString(), "-nostdin", "-v", "error", "-i", file.toString(), "-map", "0:a:0", "-af",
                "pan=mono|c0=0.5*c0+0.5*c1", "-ar", "22050", "-f", "f32le", "-c:a", "pcm_f32le", "-");
        builder.environment().putAll(tools.environment());
        Process process = builder.start();
        try (InputStream pcm = process.getInputStream()) {
            pcm.transferTo(java.io.OutputStream.nullOutputStream());
        }
        process.waitFor();
    }

    private static void analyse(FfmpegTools tools, Path file, AudioInfo info, AnalysisOptions options) throws Exception {
        CancellationToken token = new CancellationToken();
        try (AudioStream audio = new AudioDecoder(tools).open(file, info, Analyzer.format(options), token)) {
            new Analyzer().analyze(audio, options, ProgressListener.NONE, token);
        }
    }

    /**
     * The CPU time of this process and of those it waited for, of the second half of the rounds. All works take turns: a machine
     * that others use is now faster, now slower, but for all alike.
     */
    private static Map<String, double[]> measure(Map<String, Work> works) throws Exception {
        Map<String, double[]> seconds = new LinkedHashMap<>();
        works.keySet().forEach(name -> seconds.put(name, new double[RUNS]));
        for (int i = 0; i < 2 * RUNS; i++) {
            for (Map.Entry<String, Work> work : works.entrySet()) {
                double before = cpu();
                work.getValue().run();
                seconds.get(work.getKey())[i % RUNS] = cpu() - before;
            }
        }
        return seconds;
    }

    private static void print(Map<String, double[]> seconds) {
        double[] floor = seconds.get(FLOOR);
        seconds.forEach((name, all) -> {
            double[] ratios = new double[RUNS];
            for (int i = 0; i < RUNS; i++) {
                ratios[i] = all[i] / floor[i];
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-40s %6.2f CPU s  %.2f times the floor (%.2f to %.2f)%n",
                    name,
                    median(all),
                    median(ratios),
                    Arrays.stream(ratios).min().orElseThrow(),
                    Arrays.stream(ratios).max().orElseThrow());
        });
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double cpu() throws Exception {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int i = 11; i <= 14; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks / 100.0;
    }
}
