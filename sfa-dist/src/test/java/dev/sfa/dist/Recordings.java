package dev.sfa.dist;

import dev.sfa.core.audio.FfmpegLocator;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.audio.SampleFormat;
import dev.sfa.core.audio.WavWriter;
import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.synth.DemoSong;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes audio files to work on. */
final class Recordings {
    private final FfmpegTools tools;

    /** @param cache where ffmpeg is unpacked if the machine has none */
    Recordings(Path cache) {
        tools = new FfmpegLocator(Settings.none(), SfaPaths.under(cache), Map.of("PATH", System.getenv("PATH")))
                .locate();
    }

    /** The first seconds of the demo song as a 16-bit stereo WAV file of 44.1 kHz. */
    static Path song(Path file, double seconds) throws IOException {
        float[][] song = DemoSong.render().mixture();
        int frames = Math.min(song[0].length, (int) (seconds * DemoSong.SAMPLE_RATE));
        try (WavWriter wav = new WavWriter(file, DemoSong.SAMPLE_RATE, 2, SampleFormat.PCM16)) {
            wav.write(song, 0, frames);
        }
        return file;
    }

    /** Encodes with ffmpeg. */
    Path encode(Path from, Path to, String... options) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(tools.ffmpeg().toString(), "-nostdin", "-v", "error", "-i", from.toString()));
        command.addAll(List.of(options));
        command.add(to.toString());
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(tools.environment());
        if (builder.start().waitFor() != 0) {
            throw new IOException("ffmpeg failed: " + command);
        }
        return to;
    }
}
