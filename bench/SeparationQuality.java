import com.sun.management.OperatingSystemMXBean;
import dev.sfa.core.audio.AudioDecoder;
import dev.sfa.core.audio.AudioProbe;
import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.audio.DecodeFormat;
import dev.sfa.core.audio.FfmpegLocator;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.separation.DspSeparator;
import dev.sfa.core.separation.Quality;
import dev.sfa.core.separation.StemType;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The evaluation behind {@code bench/separation}; see there. */
public final class SeparationQuality {
    private static final List<StemType> STEMS =
            List.of(StemType.VOCALS, StemType.DRUMS, StemType.BASS, StemType.OTHER);

    private final FfmpegTools tools;

    private SeparationQuality(FfmpegTools tools) {
        this.tools = tools;
    }

    record Song(String name, int sampleRate, float[][] mixture, Map<StemType, float[][]> stems) {
        double seconds() {
            return (double) mixture[0].length / sampleRate;
        }
    }

    record Score(double[] sdr, double cpuSeconds, double wallSeconds, double audioSeconds) {
        double mean() {
            return Arrays.stream(sdr).average().orElseThrow();
        }
    }

    public static void main(String[] args) throws IOException {
        String quality = "all";
        boolean joined = false;
        int minutes = 0;
        List<Path> folders = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--quality")) {
                quality = args[++i];
            } else if (args[i].equals("--joined")) {
                joined = true;
            } else if (args[i].equals("--memory")) {
                minutes = Integer.parseInt(args[++i]);
            } else {
                folders.add(Path.of(args[i]));
            }
        }
        if (folders.isEmpty()) {
            folders.add(Path.of("..", "shared", "songs"));
        }
        SfaPaths paths = SfaPaths.of(System.getenv());
        SeparationQuality bench =
                new SeparationQuality(new FfmpegLocator(Settings.none(), paths, System.getenv()).locate());
        if (minutes > 0) {
            Path first = songFolders(folders).get(0);
            memory(Quality.valueOf(quality.toUpperCase(Locale.ROOT)), bench.mixture(first), minutes);
            return;
        }
        List<Song> songs = new ArrayList<>();
        for (Path folder : songFolders(folders)) {
            songs.add(bench.load(folder));
        }
        if (songs.isEmpty()) {
            System.err.println("No songs: a song is a folder with mixture.flac and the four stems.");
            System.exit(66);
        }
        if (joined) {
            songs = List.of(join(songs));
        }
        System.out.println("| quality | song | vocals | drums | bass | other | mean | CPU s a minute | times real time |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (Quality level : Quality.values()) {
            if (quality.equals("all") || quality.equals(level.wireName())) {
                evaluate(level, songs);
            }
        }
    }

    private static List<Path> songFolders(List<Path> folders) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path folder : folders) {
            if (Files.exists(folder.resolve("mixture.flac"))) {
                found.add(folder);
                continue;
            }
            try (Stream<Path> inside = Files.list(folder)) {
                inside.filter(path -> Files.exists(path.resolve("mixture.flac")))
                        .sorted()
                        .forEach(found::add);
            }
        }
        return found;
    }

    private Song load(Path folder) throws IOException {
        Map<StemType, float[][]> stems = new EnumMap<>(StemType.class);
        for (StemType stem : STEMS) {
            stems.put(stem, decode(folder.resolve(stem.wireName() + ".flac")));
        }
        Song mixture = mixture(folder);
        return new Song(mixture.name(), mixture.sampleRate(), mixture.mixture(), stems);
    }

    private Song mixture(Path folder) throws IOException {
        Path mixture = folder.resolve("mixture.flac");
        int rate = new AudioProbe(tools).probe(mixture).sampleRate();
        return new Song(folder.getFileName().toString(), rate, decode(mixture), Map.of());
    }

    /** A song again and again; prints the heap and the resident memory at 3, 6, 12 minutes and so on. */
    private static void memory(Quality level, Song song, int minutes) throws IOException {
        double[] next = {3.0 / minutes};
        new DspSeparator(level)
                .separate(
                        new Memory(song, minutes * 60L * song.sampleRate()),
                        (stem, samples, from, frames) -> {},
                        (fraction, message) -> {
                            if (fraction >= next[0]) {
                                System.out.printf(Locale.ROOT, "%.0f min: %s%n", fraction * minutes, held());
                                next[0] *= 2;
                            }
                        },
                        new CancellationToken());
        System.out.println("end: " + held());
    }

    private static String held() {
        Runtime heap = Runtime.getRuntime();
        String resident;
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            resident = lines.filter(line -> line.startsWith("VmRSS") || line.startsWith("VmHWM"))
                    .map(line -> line.replaceAll("\\s+", " "))
                    .toList()
                    .toString();
        } catch (IOException e) {
            resident = "[unknown]";
        }
        return "heap " + (heap.totalMemory() >> 20) + " of " + (heap.maxMemory() >> 20) + " MB, resident " + resident;
    }

    private float[][] decode(Path file) throws IOException {
        var info = new AudioProbe(tools).probe(file);
        try (AudioStream stream =
                new AudioDecoder(tools).open(file, info, DecodeFormat.nativeRate(), new CancellationToken())) {
            float[][] all = new float[stream.channels()][1 << 20];
            float[][] piece = new float[stream.channels()][1 << 16];
            int length = 0;
            for (int got = stream.read(piece); got > 0; got = stream.read(piece)) {
                for (int c = 0; c < all.length; c++) {
                    if (all[c].length < length + got) {
                        all[c] = Arrays.copyOf(all[c], 2 * all[c].length);
                    }
                    System.arraycopy(piece[c], 0, all[c], length, got);
                }
                length += got;
            }
            for (int c = 0; c < all.length; c++) {
                all[c] = Arrays.copyOf(all[c], length);
            }
            return all;
        }
    }

    private static Song join(List<Song> songs) {
        Map<StemType, float[][]> stems = new EnumMap<>(StemType.class);
        for (StemType stem : STEMS) {
            stems.put(stem, join(songs.stream().map(song -> song.stems().get(stem)).toList(), 2));
        }
        return new Song("joined", songs.get(0).sampleRate(), join(songs.stream().map(Song::mixture).toList(), 2), stems);
    }

    private static float[][] join(List<float[][]> parts, int channels) {
        int length = parts.stream().mapToInt(part -> part[0].length).sum();
        float[][] all = new float[channels][length];
        int at = 0;
        for (float[][] part : parts) {
            for (int c = 0; c < channels; c++) {
                System.arraycopy(part[c], 0, all[c], at, part[c].length);
            }
            at += part[0].length;
        }
        return all;
    }

    private static void evaluate(Quality level, List<Song> songs) throws IOException {
        // What a daemon that runs has behind it: the first song compiles the code.
        score(level, songs.get(0));
        double[] sums = new double[STEMS.size()];
        double cpu = 0;
        double wall = 0;
        double audio = 0;
        for (Song song : songs) {
            Score score = score(level, song);
            print(level.wireName(), song.name(), score);
            for (int s = 0; s < sums.length; s++) {
                sums[s] += score.sdr()[s] / songs.size();
            }
            cpu += score.cpuSeconds();
            wall += score.wallSeconds();
            audio += score.audioSeconds();
        }
        if (songs.size() > 1) {
            print(level.wireName(), "all", new Score(sums, cpu, wall, audio));
        }
    }

    private static void print(String level, String song, Score score) {
        StringBuilder line = new StringBuilder("| " + level + " | " + song + " |");
        for (double sdr : score.sdr()) {
            line.append(String.format(Locale.ROOT, " %.2f |", sdr));
        }
        System.out.println(line.append(String.format(
                Locale.ROOT,
                " %.2f | %.1f | %.1f |",
                score.mean(),
                60 * score.cpuSeconds() / score.audioSeconds(),
                score.audioSeconds() / score.wallSeconds())));
    }

    private static Score score(Quality level, Song song) throws IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double[] signal = new double[STEMS.size()];
        double[] distortion = new double[STEMS.size()];
        int[] position = new int[STEMS.size()];
        long cpu = system.getProcessCpuTime();
        long wall = System.nanoTime();
        new DspSeparator(level)
                .separate(
                        new Memory(song, song.mixture()[0].length),
                        (stem, samples, from, frames) -> {
                            int s = STEMS.indexOf(stem);
                            float[][] truth = song.stems().get(stem);
                            for (int c = 0; c < truth.length; c++) {
                                for (int i = 0; i < frames; i++) {
                                    double t = truth[c][position[s] + i];
                                    double e = t - samples[c][from + i];
                                    signal[s] += t * t;
                                    distortion[s] += e * e;
                                }
                            }
                            position[s] += frames;
                        },
                        ProgressListener.NONE,
                        new CancellationToken());
        double wallSeconds = (System.nanoTime() - wall) / 1e9;
        double cpuSeconds = (system.getProcessCpuTime() - cpu) / 1e9;
        double[] sdr = new double[STEMS.size()];
        Arrays.setAll(sdr, s -> 10 * Math.log10(signal[s] / distortion[s]));
        return new Score(sdr, cpuSeconds, wallSeconds, song.seconds());
    }

    /** A song as a stream, from its beginning again until there are enough frames. */
    private static final class Memory implements AudioStream {
        private final Song song;
        private final long frames;
        private long position;

        Memory(Song song, long frames) {
            this.song = song;
            this.frames = frames;
        }

        @Override
        public int sampleRate() {
            return song.sampleRate();
        }

        @Override
        public int channels() {
            return song.mixture().length;
        }

        @Override
        public long expectedFrames() {
            return frames;
        }

        @Override
        public int read(float[][] buffer) {
            int at = (int) (position % song.mixture()[0].length);
            int there = (int) Math.min(song.mixture()[0].length - at, frames - position);
            int count = Math.min(buffer[0].length, there);
            if (count == 0) {
                return -1;
            }
            for (int c = 0; c < buffer.length; c++) {
                System.arraycopy(song.mixture()[c], at, buffer[c], 0, count);
            }
            position += count;
            return count;
        }

        @Override
        public void close() {}
    }
}
