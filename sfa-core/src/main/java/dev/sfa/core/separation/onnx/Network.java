package dev.sfa.core.separation.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An ONNX file ready to run. For one thread at a time. */
final class Network implements AutoCloseable {
    private static final Set<OnnxJavaType> NUMBERS = Set.of(OnnxJavaType.FLOAT, OnnxJavaType.FLOAT16);

    private final String name;
    private final OrtSession session;
    private final Ports inputs;
    private final Ports outputs;

    private Network(String name, OrtSession session) throws OrtException {
        this.name = name;
        this.session = session;
        this.inputs = ports(session.getInputInfo().values());
        this.outputs = ports(session.getOutputInfo().values());
    }

    /**
     * Loads a file.
     *
     * @throws SfaException when there is none (NOT_FOUND), it is not an ONNX model, or the device is not to be had
     *     (CONFIG)
     */
    static Network load(Path file, OnnxOptions options) {
        String name = file.getFileName().toString();
        if (!Files.isRegularFile(file)) {
            throw new SfaException(
                    ErrorCode.NOT_FOUND, "There is no model file " + file + "; install the model again.");
        }
        return new DeepCall<>(() -> open(file, name, options)).result();
    }

    private static Network open(Path file, String name, OnnxOptions options) {
        try (OrtSession.SessionOptions settings = new OrtSession.SessionOptions()) {
            settings.setIntraOpNumThreads(options.threads());
            settings.setInterOpNumThreads(1);
            // Spinning threads would burn what other jobs could use.
            settings.addConfigEntry("session.intra_op.allow_spinning", "0");
            // With the pattern the second run allocates one block of gigabytes, and takes twice as long.
            settings.setMemoryPatternOptimization(false);
            options.device().configure(settings);
            return new Network(name, OrtEnvironment.getEnvironment().createSession(file.toString(), settings));
        } catch (OrtException e) {
            throw new SfaException(
                    ErrorCode.CONFIG,
                    name + " is not an ONNX model that can be run (" + firstLine(e) + "); install it again.",
                    e);
        }
    }

    private static Ports ports(Collection<NodeInfo> nodes) {
        List<Ports.Port> ports = new ArrayList<>();
        for (NodeInfo node : nodes) {
            if (node.getInfo() instanceof TensorInfo info && NUMBERS.contains(info.type)) {
                ports.add(new Ports.Port(node.getName(), info.getShape(), info.type == OnnxJavaType.FLOAT16));
            } else {
                ports.add(new Ports.Port(node.getName(), new long[0], false));
            }
        }
        return new Ports(ports);
    }

    String name() {
        return name;
    }

    Ports inputs() {
        return inputs;
    }

    Ports outputs() {
        return outputs;
    }

    /** What the exporter wrote into the file beside the graph. */
    Map<String, String> metadata() {
        try {
            return session.getMetadata().getCustomMetadata();
        } catch (OrtException e) {
            return Map.of();
        }
    }

    /**
     * Runs it.
     *
     * @param in by number of axes; as many as it has inputs
     * @param out receive the outputs, by number of axes
     * @throws SfaException (FAILED) when it cannot be run, or gives numbers that are not finite
     * @throws dev.sfa.core.task.CancelledException at once when cancelled
     */
    @SuppressWarnings("try")
    void run(Map<Integer, FloatTensor> in, Map<Integer, FloatTensor> out, CancellationToken cancellation) {
        cancellation.throwIfCancelled();
        try (OrtSession.RunOptions run = new OrtSession.RunOptions();
                Bound given = Bound.inputs(in, inputs);
                Bound made = Bound.outputs(out, outputs)) {
            try (Terminator terminator = new Terminator(run);
                    CancellationToken.Registration registration = cancellation.onCancel(terminator::terminate);
                    OrtSession.Result result =
                            session.run(given.tensors(), made.halves().keySet(), made.tensors(), run)) {
                cancellation.throwIfCancelled();
                made.halves()
                        .forEach((port, tensor) ->
                                tensor.copy((OnnxTensor) result.get(port).orElseThrow()));
            }
        } catch (OrtException e) {
            cancellation.throwIfCancelled();
            throw failure(e);
        }
        for (FloatTensor tensor : out.values()) {
            if (!tensor.isFinite()) {
                throw new SfaException(
                        ErrorCode.FAILED,
                        "The model " + name + " gives numbers that are not finite; it is damaged or not for this"
                                + " program. Try another model.");
            }
        }
    }

    /** Ends a run that is under way, and only such a one: its options are freed afterwards, by hand. */
    private static final class Terminator implements AutoCloseable {
        private final OrtSession.RunOptions run;
        private boolean over;

        Terminator(OrtSession.RunOptions run) {
            this.run = run;
        }

        synchronized void terminate() {
            try {
                if (!over) {
                    run.setTerminate(true);
                }
            } catch (OrtException e) {
                // It ends with the run, then.
            }
        }

        @Override
        public synchronized void close() {
            over = true;
        }
    }

    /**
     * What goes into a run, or comes out of it, by name.
     *
     * @param tensors read or written in place
     * @param halves outputs of 16 bits, which the runtime makes and this program's tensors take over
     * @param copies closed after the run
     */
    private record Bound(Map<String, OnnxTensor> tensors, Map<String, FloatTensor> halves, List<OnnxTensor> copies)
            implements AutoCloseable {
        private Bound() {
            this(new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
        }

        static Bound inputs(Map<Integer, FloatTensor> byRank, Ports ports) throws OrtException {
            Bound bound = new Bound();
            for (Map.Entry<Integer, FloatTensor> each : byRank.entrySet()) {
                Ports.Port port = ports.named(each.getKey()).orElseThrow();
                OnnxTensor tensor = each.getValue().tensor();
                if (port.half()) {
                    tensor = each.getValue().halved();
                    bound.copies.add(tensor);
                }
                bound.tensors.put(port.name(), tensor);
            }
            return bound;
        }

        static Bound outputs(Map<Integer, FloatTensor> byRank, Ports ports) {
            Bound bound = new Bound();
            byRank.forEach((rank, tensor) -> {
                Ports.Port port = ports.named(rank).orElseThrow();
                if (port.half()) {
                    bound.halves.put(port.name(), tensor);
                } else {
                    bound.tensors.put(port.name(), tensor.tensor());
                }
            });
            return bound;
        }

        @Override
        public void close() {
            copies.forEach(OnnxTensor::close);
        }
    }

    /**
     * Runs it over zeros.
     *
     * @param in shapes of the inputs, one of each number of axes
     * @return the shapes of the outputs
     * @throws SfaException (CONFIG) when it does not take these
     */
    List<long[]> shapesOf(long[]... in) {
        Map<Integer, FloatTensor> zeros = new LinkedHashMap<>();
        List<long[]> shapes = new ArrayList<>();
        try {
            for (long[] shape : in) {
                zeros.put(shape.length, new FloatTensor(shape));
            }
            try (Bound given = Bound.inputs(zeros, inputs);
                    OrtSession.Result result = session.run(given.tensors())) {
                result.forEach(made ->
                        shapes.add(((OnnxTensor) made.getValue()).getInfo().getShape()));
            }
        } catch (OrtException e) {
            throw failure(e);
        } finally {
            zeros.values().forEach(FloatTensor::close);
        }
        return shapes;
    }

    private SfaException failure(OrtException e) {
        String reason = firstLine(e);
        if (reason.contains("llocate") || reason.contains("bad_alloc")) {
            return MemoryShortage.of("run the model " + name, e);
        }
        return new SfaException(
                ErrorCode.FAILED,
                "The model " + name + " cannot be run (" + reason + "); its manifest may describe another model.",
                e);
    }

    private static String firstLine(OrtException e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        String line = message.lines().findFirst().orElse(message).strip();
        // Neither its number nor where the file lies for now helps anybody.
        return line.replaceFirst("^Error code - \\S+ - message: ", "")
                .replaceFirst("^Load model from .* failed: ?", "")
                .replaceFirst("\\.$", "");
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
