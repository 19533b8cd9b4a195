package dev.sfa.core.separation.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a network runs on.
 *
 * @param gpu number of the CUDA device, or -1 for the processor
 */
public record Device(int gpu) {
    /** The processor. */
    public static final Device CPU = new Device(-1);

    private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,2}))?");

    /**
     * {@code cpu}, {@code gpu}, {@code gpu:N}, or {@code auto}: a GPU if the runtime has support for one.
     *
     * @throws SfaException USAGE for anything else; CONFIG for a GPU that this runtime cannot use
     */
    public static Device parse(String text) {
        if (text.equals("cpu")) {
            return CPU;
        }
        if (text.equals("auto")) {
            return cudaIsThere() ? new Device(0) : CPU;
        }
        Matcher matcher = GPU.matcher(text);
        if (!matcher.matches()) {
            throw new SfaException(
                    ErrorCode.USAGE, "There is no device \"" + text + "\"; use auto, cpu, gpu or gpu:N.");
        }
        Device device = new Device(matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1)));
        if (!cudaIsThere()) {
            throw device.unusable("this runtime is without CUDA", null);
        }
        return device;
    }

    private static boolean cudaIsThere() {
        return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    }

    void configure(OrtSession.SessionOptions settings) {
        if (gpu < 0) {
            return;
        }
        try {
            settings.addCUDA(gpu);
        } catch (OrtException e) {
            throw unusable(e.getMessage(), e);
        }
    }

    private SfaException unusable(String why, OrtException cause) {
        return new SfaException(
                ErrorCode.CONFIG,
                "GPU " + gpu + " cannot be used (" + why
                        + "); put onnxruntime_gpu and CUDA in place, or ask for --device" + " cpu.",
                cause);
    }
}
