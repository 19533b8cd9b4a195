package dev.sfa.core.audio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.synth.DemoSong;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Audio for tests: a part of the demo song, sines, and every format the bundled ffmpeg can encode. */
public final class Sounds {
    private static final DemoSong SONG = DemoSong.render();

    private Sounds() {}

    /** The first {@code frames} frames of the demo song, stereo, 44.1 kHz. */
    public static float[][] song(int frames) {
        return new float[][] {
            Arrays.copyOf(SONG.mixture()[0], frames), Arrays.copyOf(SONG.mixture()[1], frames),
        };
    }

    /** A sine of 0.5 full scale. */
    public static float[] sine(double hertz, int sampleRate, int frames) {
        float[] samples = new float[frames];
        for (int i = 0; i < frames; i++) {
            samples[i] = (float) (0.5 * Math.sin(2 * Math.PI * hertz * i / sampleRate));
        }
        return samples;
    }

    public static Path wav(Path file, float[][] audio, int sampleRate, SampleFormat format) throws IOException {
        try (WavWriter writer = new WavWriter(file, sampleRate, audio.length, format)) {
            writer.write(audio, 0, audio[0].length);
        }
        return file;
    }

    /** Two seconds of the demo song as a 16-bit WAV file. */
    public static Path wav(Path file) throws IOException {
        return wav(file, song(2 * DemoSong.SAMPLE_RATE), DemoSong.SAMPLE_RATE, SampleFormat.PCM16);
    }

    /** Encodes {@code from} as the name of {@code to} and the options say. */
    public static Path encode(Path from, Path to, String... options) throws IOException, InterruptedException {
        FfmpegTools tools = BundledTools.get();
        List<String> command = new ArrayList<>(
                List.of(tools.ffmpeg().toString(), "-nostdin", "-y", "-v", "error", "-i", from.toString()));
        command.addAll(List.of(options));
        command.add(to.toString());
        Process process = tools.process(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return to;
    }
}
