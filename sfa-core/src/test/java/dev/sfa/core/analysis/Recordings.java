package dev.sfa.core.analysis;

import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;

/** Audio for tests. */
public final class Recordings {
    private Recordings() {}

    /** Samples as a stream. */
    public static AudioStream of(float... samples) {
        return new AudioStream() {
            private int at;

            @Override
            public int sampleRate() {
                return Analyzer.SAMPLE_RATE;
            }

            @Override
            public int channels() {
                return 1;
            }

            @Override
            public long expectedFrames() {
                return samples.length;
            }

            @Override
            public int read(float[][] buffer) {
                if (at == samples.length) {
                    return -1;
                }
                int count = Math.min(buffer[0].length, samples.length - at);
                System.arraycopy(samples, at, buffer[0], 0, count);
                at += count;
                return count;
            }

            @Override
            public void close() {}
        };
    }

    public static AnalysisResult analysed(float... samples) throws IOException {
        return analysed(of(samples));
    }

    public static AnalysisResult analysed(AudioStream audio) throws IOException {
        return new Analyzer()
                .analyze(audio, AnalysisOptions.everything(), ProgressListener.NONE, new CancellationToken());
    }

    /** Every second sample of {@code stereo}'s middle, behind a filter of 31 taps that ends at a quarter of the rate. */
    public static float[] halved(float[][] stereo) {
        float[] mono = new float[stereo[0].length / 2];
        for (int i = 0; i < mono.length; i++) {
            double sum = 0;
            for (int tap = -15; tap <= 15; tap++) {
                int at = 2 * i + tap;
                if (at >= 0 && at < stereo[0].length) {
                    double sinc = tap == 0 ? 0.5 : Math.sin(Math.PI * tap / 2) / (Math.PI * tap);
                    double window = 0.5 + 0.5 * Math.cos(Math.PI * tap / 16);
                    sum += sinc * window * (stereo[0][at] + stereo[1][at]) / 2;
                }
            }
            mono[i] = (float) sum;
        }
        return mono;
    }
}
