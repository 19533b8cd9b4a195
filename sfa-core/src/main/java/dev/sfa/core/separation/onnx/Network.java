package dev.sfa.core.separation.onnx;

import ai.onnxruntime.NodeInfo;
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

/** An ONNX file ready to run. For one thread at a time. */
final class Network implements AutoCloseable {
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
            long[] shape = node.getInfo() instanceof TensorInfo info ? info.getShape() : new long[0];
            ports.add(new Ports.Port(node.getName(), shape));
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
        Map<String, OnnxTensor> inputTensors = tensors(in, inputs);
        Map<String, OnnxTensor> outputTensors = tensors(out, outputs);
        try (OrtSession.RunOptions run = new OrtSession.RunOptions()) {
            try (CancellationToken.Registration registration = cancellation.onCancel(() -> terminate(run));
                    OrtSession.Result result = session.run(inputTensors, java.util.Set.of(), outputTensors, run)) {
                cancellation.throwIfCancelled();
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

    private static void terminate(OrtSession.RunOptions run) {
        try {
            run.setTerminate(true);
        } catch (OrtException e) {
            // It ends with the run, then.
        }
    }

    private static Map<String, OnnxTensor> tensors(Map<Integer, FloatTensor> byRank, Ports ports) {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        byRank.forEach(
                (rank, tensor) -> tensors.put(ports.named(rank).orElseThrow().name(), tensor.tensor()));
        return tensors;
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
        return message.lines().findFirst().orElse(message).strip();
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
