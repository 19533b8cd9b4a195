package dev.sfa.daemon.jobs.run;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.sun.management.OperatingSystemMXBean;
import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.separation.onnx.OnnxModel;
import dev.sfa.core.separation.onnx.OnnxOptions;
import dev.sfa.core.separation.onnx.OnnxSeparator;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the ONNX engine costs beside the network itself, and how its memory grows: {@code cost CHUNKS ROUNDS [MODEL.onnx]}
 * or {@code memory MINUTES}.
 */
public final class OnnxBench {
    private static final int RATE = 44_100;
    private static final int LENGTH = 343_980;
    private static final int STRIDE = 257_985;
    /** Makes a run about as expensive as one of the real HTDemucs. */
    private static final int WIDTH = 1536;
    /** Runs of the light network for one of the heavy. */
    private static final int LIGHT = 4;

    private OnnxBench() {}

    public static void main(String[] args) throws Exception {
        Thread deep = new Thread(null, () -> run(args), "bench", 64L << 20); // the bare session is made here
        deep.start();
        deep.join();
    }

    private static void run(String[] args) {
        try {
            choose(args);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void choose(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("onnx-bench");
        if (args[0].equals("cost")) {
            Path file = folder.resolve("model.onnx");
            Files.write(file, args.length > 3 ? Files.readAllBytes(Path.of(args[3])) : TinyModel.heavy(WIDTH));
            cost(folder, Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        } else {
            Files.write(folder.resolve("model.onnx"), TinyModel.heavy(1));
            memory(folder, Integer.parseInt(args[1]));
        }
    }

    /**
     * In turns, so that whatever else the machine does meets all alike: the bare session, the engine around it, and both
     * again with next to no network, whose difference is the framing alone, without the spread of seconds of network.
     */
    private static void cost(Path folder, int chunks, int rounds) throws Exception {
        Path heavy = folder.resolve("model.onnx");
        Path small = Files.createDirectory(folder.resolve("light"));
        Path light = Files.write(small.resolve("model.onnx"), TinyModel.heavy(1));
        double[][] seconds = new double[4][rounds];
        for (int round = -1; round < rounds; round++) { // the first one warms up
            double[] used = {
                raw(heavy, chunks),
                framed(manifest(folder), chunks),
                raw(light, LIGHT * chunks) / LIGHT,
                framed(manifest(small), LIGHT * chunks) / LIGHT
            };
            for (int i = 0; i < used.length && round >= 0; i++) {
                seconds[i][round] = used[i] / chunks;
            }
        }
        String[] names = {"session.run", "engine", "session.run, next to no network", "engine, next to no network"};
        for (int i = 0; i < names.length; i++) {
            Arrays.sort(seconds[i]);
            System.out.printf(
                    "%-32s %.3f (%.3f to %.3f) CPU s a chunk%n",
                    names[i], seconds[i][rounds / 2], seconds[i][0], seconds[i][rounds - 1]);
        }
        double framing = seconds[3][rounds / 2] - seconds[2][rounds / 2];
        double network = seconds[0][rounds / 2];
        System.out.printf(
                "framing: %.3f CPU s a chunk, %.1f %% of session.run (engine over session.run: %.1f %%)%n",
                framing, 100 * framing / network, 100 * (seconds[1][rounds / 2] / network - 1));
    }

    private static double raw(Path file, int chunks) throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions settings = new OrtSession.SessionOptions()) {
            settings.setIntraOpNumThreads(2);
            settings.setInterOpNumThreads(1);
            settings.addConfigEntry("session.intra_op.allow_spinning", "0");
            settings.setMemoryPatternOptimization(false);
            try (OrtSession session = environment.createSession(file.toString(), settings)) {
                Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
                for (NodeInfo input : session.getInputInfo().values()) {
                    long[] shape = ((TensorInfo) input.getInfo()).getShape();
                    int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
                    FloatBuffer values = java.nio.ByteBuffer.allocateDirect(4 * size)
                            .order(java.nio.ByteOrder.nativeOrder())
                            .asFloatBuffer();
                    for (int i = 0; i < size; i++) {
                        values.put(i, (float) Math.sin(i * 0.01));
                    }
                    inputs.put(input.getName(), OnnxTensor.createTensor(environment, values, shape));
                }
                double before = cpu();
                for (int chunk = 0; chunk < chunks; chunk++) {
                    session.run(inputs).close();
                }
                double used = cpu() - before;
                inputs.values().forEach(OnnxTensor::close);
                return used;
            }
        }
    }

    private static double framed(Path manifest, int chunks) throws IOException {
        try (OnnxModel model = OnnxModel.load(manifest, OnnxOptions.defaults())) {
            double before = cpu();
            separate(model, (chunks - 1L) * STRIDE + LENGTH / 2, ProgressListener.NONE);
            return cpu() - before;
        }
    }

    private static void memory(Path folder, int minutes) throws IOException {
        try (OnnxModel model = OnnxModel.load(manifest(folder), OnnxOptions.defaults())) {
            double[] next = {3.0 / minutes};
            separate(model, minutes * 60L * RATE, (fraction, message) -> {
                if (fraction >= next[0]) {
                    System.out.printf("%.0f min: %s%n", fraction * minutes, resident());
                    next[0] *= 2;
                }
            });
            System.out.println("end: " + resident());
        }
    }

    private static String resident() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS") || line.startsWith("VmHWM"))
                    .map(line -> line.replaceAll("\\s+", " "))
                    .toList()
                    .toString();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void separate(OnnxModel model, long frames, ProgressListener progress) throws IOException {
        new OnnxSeparator(model)
                .separate(new Tone(frames), (stem, samples, from, count) -> {}, progress, new CancellationToken());
    }

    private static Path manifest(Path folder) throws IOException {
        return Files.writeString(folder.resolve("model.json"), """
                {"name": "bench", "family": "htdemucs", "stems": ["drums", "bass", "other", "vocals"],
                 "files": [{"file": "model.onnx"}]}""");
    }

    private static double cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    /** Cheap sound: what it costs to make would count as the engine's. */
    private static final class Tone implements AudioStream {
        private final long frames;
        private long position;

        Tone(long frames) {
            this.frames = frames;
        }

        @Override
        public int sampleRate() {
            return RATE;
        }

        @Override
        public int channels() {
            return 2;
        }

        @Override
        public long expectedFrames() {
            return frames;
        }

        @Override
        public int read(float[][] buffer) {
            int count = (int) Math.min(buffer[0].length, frames - position);
            for (int i = 0; i < count; i++) {
                float sample = ((position + i) * 441 % RATE) / (float) RATE - 0.5f;
                buffer[0][i] = sample;
                buffer[1][i] = -sample;
            }
            position += count;
            return count == 0 ? -1 : count;
        }

        @Override
        public void close() {}
    }
}
