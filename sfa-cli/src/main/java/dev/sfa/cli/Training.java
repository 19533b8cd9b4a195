package dev.sfa.cli;

import dev.sfa.cli.render.Streams;
import dev.sfa.core.audio.SampleFormat;
import dev.sfa.core.audio.WavWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs a dozen commands with a daemon of its own over a folder of its own, so that the JVM can note which classes sfa
 * needs (see {@code launch.ArchiveMaker}).
 */
final class Training {
    private static final int SAMPLE_RATE = 8_000;
    private static final double PITCH = 440;

    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

    private final Map<String, String> env;

    private Training(Map<String, String> env) {
        this.env = env;
    }

    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("sfa-training");
        try {
            Map<String, String> env = new HashMap<>(System.getenv());
            env.keySet().removeIf(name -> name.startsWith("SFA_"));
            env.put("SFA_HOME", folder.resolve("home").toString());
            env.put("SFA_DAEMON_PORT", "0");
            env.put("SFA_DAEMON_IDLE_MINUTES", "1");
            new Training(env).run(song(folder.resolve("tone.wav")).toString());
        } finally {
            remove(folder);
        }
        System.exit(0);
    }

    private void run(String song) {
        for (boolean person : new boolean[] {false, true}) {
            sfa(person, "version");
            sfa(person, "status");
            sfa(person, "jobs");
            sfa(person, "help");
            sfa(person, "jobs", "--help");
        }
        try {
            sfa(false, "download", song);
            sfa(true, "download", "--json", song);
            // On the terminal that the maker of the archive gives this program.
            sfa(true, "download", "--progress", "bar", "--force", song);
            sfa(false, "analyze", "-d", "--features", "energy", song);
            sfa(true, "wait", "@last", "--timeout", "60s", "--progress", "plain");
            for (boolean person : new boolean[] {false, true}) {
                sfa(person, "status");
                sfa(person, "jobs");
                sfa(person, "show", "@last");
                sfa(person, "track", "list");
                sfa(person, "config", "list");
            }
            sfa(false, "jobs", "--json", "--status", "completed", "-n", "5");
            sfa(false, "watch");
            sfa(false, "cancel", "--all");
            sfa(false, "separate", "-d", "/nonexistent");
        } finally {
            sfa(false, "daemon", "stop");
        }
    }

    private void sfa(boolean person, String... arguments) {
        Sfa.run(arguments, new Streams(NOWHERE, NOWHERE, person, person), env);
    }

    /** A second of a tone. */
    private static Path song(Path file) throws IOException {
        float[] samples = new float[SAMPLE_RATE];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.5 * Math.sin(2 * Math.PI * PITCH * i / SAMPLE_RATE));
        }
        try (WavWriter wav = new WavWriter(file, SAMPLE_RATE, 1, SampleFormat.PCM16)) {
            wav.write(new float[][] {samples}, 0, samples.length);
        }
        return file;
    }

    private static void remove(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
