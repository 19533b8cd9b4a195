package dev.sfa.core.audio;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/**
 * Writes a RIFF WAVE file block by block (Microsoft, "Multiple channel audio data and WAVE files"). Whole numbers are
 * dithered with triangular noise of two steps (Lipshitz, Wannamaker and Vanderkooy 1992) from a fixed seed, so that the
 * same audio gives the same file. Closing completes the header and forces the data to the disk.
 */
public final class WavWriter implements Closeable {
    private static final int HEADER_BYTES = 68;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long LARGEST = 0xFFFFFFFFL - HEADER_BYTES;
    private static final long SEED = 0x5fa;
    /** The last eight bytes of every KSDATAFORMAT_SUBTYPE. */
    private static final long SUBTYPE_TAIL = 0x719b3800aa000080L;

    private final Path file;
    private final FileChannel channel;
    private final int sampleRate;
    private final int channels;
    private final SampleFormat format;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final SplittableRandom noise = new SplittableRandom(SEED);
    private long dataBytes;

    /** Creates the file, which must not exist. */
    public WavWriter(Path file, int sampleRate, int channels, SampleFormat format) throws IOException {
        this.file = file;
        this.sampleRate = sampleRate;
        this.channels = channels;
        this.format = format;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        writeHeader();
    }

    /**
     * Appends frames.
     *
     * @param samples one array per channel, full scale -1 to 1; whole-number formats clip beyond it
     * @throws SfaException (CANNOT_WRITE) above 4 GiB, where the format ends
     */
    public void write(float[][] samples, int from, int frames) throws IOException {
        dataBytes += (long) frames * channels * format.bytes();
        if (dataBytes > LARGEST) {
            throw new SfaException(
                    ErrorCode.CANNOT_WRITE,
                    file.getFileName() + " would be larger than a WAV file can be (4 GiB); cut the input.");
        }
        for (int i = from; i < from + frames; i++) {
            if (buffer.remaining() < channels * format.bytes()) {
                drain();
            }
            for (int c = 0; c < channels; c++) {
                put(samples[c][i]);
            }
        }
    }

    private void put(float sample) {
        switch (format) {
            case FLOAT32 -> buffer.putFloat(sample);
            case PCM16 -> buffer.putShort((short) quantized(sample, 32767));
            case PCM24 -> {
                int value = quantized(sample, 8388607);
                buffer.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
            }
        }
    }

    /** Silence stays silent: dither would only add noise to it. */
    private int quantized(float sample, int largest) {
        if (sample == 0) {
            return 0;
        }
        double dithered = sample * (double) (largest + 1) + noise.nextDouble() - noise.nextDouble();
        return (int) Math.max(-largest - 1, Math.min(largest, Math.rint(dithered)));
    }

    private void drain() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    private void writeHeader() throws IOException {
        int frameBytes = channels * format.bytes();
        buffer.put(ascii("RIFF")).putInt((int) (dataBytes + HEADER_BYTES - 8 + dataBytes % 2));
        buffer.put(ascii("WAVE")).put(ascii("fmt ")).putInt(40);
        buffer.putShort((short) 0xFFFE).putShort((short) channels).putInt(sampleRate);
        buffer.putInt(sampleRate * frameBytes).putShort((short) frameBytes).putShort((short) format.bits());
        buffer.putShort((short) 22).putShort((short) format.bits()).putInt(speakers());
        buffer.putShort((short) (format == SampleFormat.FLOAT32 ? 3 : 1));
        buffer.putShort((short) 0).putInt(0x00100000).putLong(SUBTYPE_TAIL);
        buffer.put(ascii("data")).putInt((int) dataBytes);
        drain();
    }

    private int speakers() {
        return switch (channels) {
            case 1 -> 0x4;
            case 2 -> 0x3;
            case 6 -> 0x3F;
            case 8 -> 0x63F;
            default -> 0;
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            if (dataBytes % 2 == 1) {
                buffer.put((byte) 0);
            }
            drain();
            channel.position(0);
            writeHeader();
            channel.force(true);
        }
    }
}
