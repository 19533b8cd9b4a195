package dev.sfa.core.audio;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Decodes the first audio stream of any file ffmpeg understands, through a pipe, in constant memory. */
public final class AudioDecoder {
    private final FfmpegTools tools;

    public AudioDecoder(FfmpegTools tools) {
        this.tools = tools;
    }

    /**
     * Starts decoding.
     *
     * @param info what {@link AudioProbe} says of the file
     * @param cancellation ends the decoder; reads then throw
     */
    public AudioStream open(Path file, AudioInfo info, DecodeFormat format, CancellationToken cancellation)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(tools.ffmpeg().toString(), "-nostdin", "-v", "error"));
        command.addAll(FfmpegTools.input(file));
        command.addAll(List.of("-map", "0:a:0"));
        int rate = info.sampleRate();
        int channels = info.channels();
        if (format instanceof DecodeFormat.MonoMean mono) {
            rate = mono.sampleRate();
            // Not -ac 1: to a float format ffmpeg makes that 3 dB louder than the mean.
            command.addAll(List.of("-af", mean(channels)));
            channels = 1;
        }
        command.addAll(List.of("-ar", Integer.toString(rate), "-f", "f32le", "-c:a", "pcm_f32le", "-"));
        long expected = info.duration() > 0 ? Math.round(info.duration() * rate) : -1;
        long least = info.declaresDuration() ? expected - Math.round(AudioCheck.TOLERANCE_SECONDS * rate) : 0;
        return new DecodedStream(
                file, new FfmpegProcess(tools, command, cancellation), rate, channels, expected, least, cancellation);
    }

    private static String mean(int channels) {
        String weight = channels == 2 ? "0.5" : Double.toString(1.0 / channels);
        return "pan=mono|c0="
                + IntStream.range(0, channels)
                        .mapToObj(channel -> weight + "*c" + channel)
                        .collect(Collectors.joining("+"));
    }

    private static final class DecodedStream implements AudioStream {
        private static final int BLOCK_BYTES = 1 << 16;

        private final Path file;
        private final FfmpegProcess process;
        private final InputStream pcm;
        private final int sampleRate;
        private final int channels;
        private final long expectedFrames;
        private final long leastFrames;
        private final CancellationToken cancellation;
        private byte[] bytes = new byte[0];
        private float[] interleaved = new float[0];
        private long framesRead;

        DecodedStream(
                Path file,
                FfmpegProcess process,
                int sampleRate,
                int channels,
                long expectedFrames,
                long leastFrames,
                CancellationToken cancellation) {
            this.file = file;
            this.process = process;
            this.pcm = new BufferedInputStream(process.output(), BLOCK_BYTES);
            this.sampleRate = sampleRate;
            this.channels = channels;
            this.expectedFrames = expectedFrames;
            this.leastFrames = leastFrames;
            this.cancellation = cancellation;
        }

        @Override
        public int sampleRate() {
            return sampleRate;
        }

        @Override
        public int channels() {
            return channels;
        }

        @Override
        public long expectedFrames() {
            return expectedFrames;
        }

        @Override
        public int read(float[][] buffer) throws IOException {
            int wanted = buffer[0].length * channels * Float.BYTES;
            if (bytes.length < wanted) {
                bytes = new byte[wanted];
            }
            int got;
            try {
                got = pcm.readNBytes(bytes, 0, wanted);
            } catch (IOException e) {
                cancellation.throwIfCancelled();
                throw e;
            }
            cancellation.throwIfCancelled();
            int frames = got / (channels * Float.BYTES);
            if (frames == 0) {
                checkEnd();
                return wanted == 0 ? 0 : -1;
            }
            deinterleave(frames, buffer);
            framesRead += frames;
            return frames;
        }

        private void deinterleave(int frames, float[][] buffer) {
            FloatBuffer samples = ByteBuffer.wrap(bytes, 0, frames * channels * Float.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            if (channels == 1) {
                samples.get(buffer[0], 0, frames);
                return;
            }
            int count = frames * channels;
            if (interleaved.length < count) {
                interleaved = new float[count];
            }
            samples.get(interleaved, 0, count);
            for (int c = 0; c < channels; c++) {
                float[] channel = buffer[c];
                for (int i = 0, at = c; i < frames; i++, at += channels) {
                    channel[i] = interleaved[at];
                }
            }
        }

        private void checkEnd() throws IOException {
            int exit = process.exitCode();
            cancellation.throwIfCancelled();
            if (exit != 0 || framesRead == 0 || framesRead < leastFrames) {
                throw new SfaException(
                        ErrorCode.NOT_AUDIO,
                        String.format(
                                "%s is damaged after %.1f s%s.",
                                file.getFileName(),
                                (double) framesRead / sampleRate,
                                process.lastWords().isEmpty() ? "" : " (ffmpeg: " + process.lastWords() + ")"));
            }
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
