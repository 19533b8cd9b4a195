package dev.sfa.core.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the samples of a WAV file are, by its chunks (Multimedia Programming Interface and Data Specifications 1.0, 1991).
 * Every bit pattern is a sample: a file that has as many bytes as it says is whole.
 *
 * @param riffBytes what the file's length is to be
 * @param frames samples of each channel
 */
record WavLayout(long riffBytes, int channels, int sampleRate, long frames) {
    private static final int RIFF = 0x46464952;
    private static final int WAVE = 0x45564157;
    private static final int FMT = 0x20746d66;
    private static final int DATA = 0x61746164;
    private static final int FMT_BYTES = 16;
    private static final int MOST_CHUNKS = 1_000;

    double seconds() {
        return frames / (double) sampleRate;
    }

    /** Empty when the file is not laid out like that, which may mean anything. */
    static Optional<WavLayout> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer head = bytes(channel, 0, 12);
            if (head.limit() < 12 || head.getInt(0) != RIFF || head.getInt(8) != WAVE) {
                return Optional.empty();
            }
            long riff = Integer.toUnsignedLong(head.getInt(4)) + 8;
            ByteBuffer format = null;
            long at = 12;
            for (int i = 0; i < MOST_CHUNKS; i++) {
                ByteBuffer chunk = bytes(channel, at, 8);
                if (chunk.limit() < 8) {
                    return Optional.empty();
                }
                long size = Integer.toUnsignedLong(chunk.getInt(4));
                if (chunk.getInt(0) == FMT) {
                    format = bytes(channel, at + 8, FMT_BYTES);
                } else if (chunk.getInt(0) == DATA) {
                    return at + 8 + size <= riff ? of(format, riff, size) : Optional.empty();
                }
                at += 8 + size + (size & 1);
            }
            return Optional.empty();
        }
    }

    private static Optional<WavLayout> of(ByteBuffer format, long riff, long dataBytes) {
        if (format == null || format.limit() < FMT_BYTES) {
            return Optional.empty();
        }
        int channels = Short.toUnsignedInt(format.getShort(2));
        int rate = format.getInt(4);
        int frame = Short.toUnsignedInt(format.getShort(12));
        int bits = Short.toUnsignedInt(format.getShort(14));
        boolean plain = channels > 0 && rate > 0 && bits > 0 && bits % 8 == 0 && frame == channels * bits / 8;
        return plain ? Optional.of(new WavLayout(riff, channels, rate, dataBytes / frame)) : Optional.empty();
    }

    private static ByteBuffer bytes(FileChannel channel, long at, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        int n = 0;
        while (bytes.hasRemaining() && n >= 0) {
            n = channel.read(bytes, at + bytes.position());
        }
        return bytes.flip();
    }
}
