package dev.sfa.core.separation.onnx;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;

/**
 * How a network is run.
 *
 * @param threads threads of one run, at least 1
 * @param overlap part of a chunk that the next one covers again, 0 to 0.99; NaN for the model's own
 * @param shifts runs over shifted audio whose mean is taken, 0 for one run without a shift
 * @param segmentSeconds length of the pieces for models that take any, in seconds; NaN for the default
 */
public record OnnxOptions(int threads, Device device, double overlap, int shifts, double segmentSeconds) {
    private static final int MOST_SHIFTS = 20;

    public OnnxOptions {
        if (overlap < 0 || overlap > 0.99) {
            throw new SfaException(
                    ErrorCode.USAGE, "The overlap must be from 0 to 0.99, not " + overlap + "; 0.25 is usual.");
        }
        if (shifts < 0 || shifts > MOST_SHIFTS) {
            throw new SfaException(
                    ErrorCode.USAGE, "Shifts must be from 0 to " + MOST_SHIFTS + ", not " + shifts + ".");
        }
        if (segmentSeconds < 5 || segmentSeconds > 600) {
            throw new SfaException(
                    ErrorCode.USAGE, "A segment must be from 5 to 600 s long, not " + segmentSeconds + ".");
        }
    }

    /** Two threads, the processor, the model's own overlap, no shifts. */
    public static OnnxOptions defaults() {
        int threads = Math.min(2, Runtime.getRuntime().availableProcessors());
        return new OnnxOptions(threads, Device.CPU, Double.NaN, 0, Double.NaN);
    }

    double overlapOr(double usual) {
        return Double.isNaN(overlap) ? usual : overlap;
    }

    double segmentSecondsOr(double usual) {
        return Double.isNaN(segmentSeconds) ? usual : segmentSeconds;
    }
}
