package dev.sfa.core.separation.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;

/** Numbers outside of the heap that a network reads or writes in place, run after run. */
final class FloatTensor implements AutoCloseable {
    private final FloatBuffer values;
    private final OnnxTensor tensor;

    FloatTensor(long... shape) {
        this.values = allocate(shape);
        try {
            this.tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), values, shape);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FloatBuffer allocate(long... shape) {
        try {
            long size = Float.BYTES;
            for (long length : shape) {
                size = Math.multiplyExact(size, length);
            }
            return ByteBuffer.allocateDirect(Math.toIntExact(size))
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        } catch (ArithmeticException | OutOfMemoryError e) {
            throw MemoryShortage.of("hold the model's numbers, " + Arrays.toString(shape), e);
        }
    }

    OnnxTensor tensor() {
        return tensor;
    }

    /** A copy in numbers of 16 bits; closing it is the caller's. */
    OnnxTensor halved() throws OrtException {
        ShortBuffer halves = Fp16Conversions.convertFloatBufferToFp16Buffer(values.duplicate());
        return OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), halves, tensor.getInfo().getShape(), OnnxJavaType.FLOAT16);
    }

    /** Takes over the numbers of a tensor of the same shape, of 16 or 32 bits. */
    void copy(OnnxTensor from) {
        values.duplicate().put(from.getFloatBuffer());
    }

    float get(int i) {
        return values.get(i);
    }

    void put(int i, float value) {
        values.put(i, value);
    }

    void get(int at, float[] into, int from, int count) {
        values.get(at, into, from, count);
    }

    void put(int at, float[] of, int from, int count) {
        values.put(at, of, from, count);
    }

    int size() {
        return values.capacity();
    }

    /** Whether all numbers are finite. */
    boolean isFinite() {
        float[] piece = new float[4096];
        for (int at = 0; at < values.capacity(); at += piece.length) {
            int count = Math.min(piece.length, values.capacity() - at);
            values.get(at, piece, 0, count);
            // 0 times a number is 0, times an infinity or NaN it is NaN. Four sums, which do not wait for one another.
            float s0 = 0;
            float s1 = 0;
            float s2 = 0;
            float s3 = 0;
            Arrays.fill(piece, count, piece.length, 0);
            for (int i = 0; i < piece.length; i += 4) {
                s0 += 0 * piece[i];
                s1 += 0 * piece[i + 1];
                s2 += 0 * piece[i + 2];
                s3 += 0 * piece[i + 3];
            }
            if (s0 + s1 + s2 + s3 != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        tensor.close();
    }
}
