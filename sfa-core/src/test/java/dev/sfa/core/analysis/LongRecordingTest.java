package dev.sfa.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.protocol.Json;
import dev.sfa.core.synth.DemoSong;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A mix of hours must not need more memory than a small daemon has. */
@Tag("long")
class LongRecordingTest {
    private static final int HOURS = 3;

    @Test
    void threeHoursFitInto256Megabytes() throws Exception {
        File output = File.createTempFile("long", ".txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LongRecordingTest.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        assertThat(process.waitFor()).as(output.toString()).isZero();
        assertThat(output.delete()).isTrue();
    }

    /** Analyses everything of the demo song played over and over at 44.1 kHz in stereo, and writes the JSON. */
    public static void main(String[] args) throws Exception {
        float[][] song = DemoSong.render().mixture();
        AudioStream hours = new AudioStream() {
            private long at;

            @Override
            public int sampleRate() {
                return DemoSong.SAMPLE_RATE;
            }

            @Override
            public int channels() {
                return 2;
            }

            @Override
            public long expectedFrames() {
                return HOURS * 3600L * DemoSong.SAMPLE_RATE;
            }

            @Override
            public int read(float[][] buffer) {
                int count = (int) Math.min(buffer[0].length, expectedFrames() - at);
                for (int i = 0; i < count; i++, at++) {
                    int within = (int) (at % song[0].length);
                    buffer[0][i] = song[0][within];
                    buffer[1][i] = song[1][within];
                }
                return count == 0 ? -1 : count;
            }

            @Override
            public void close() {}
        };
        AnalysisResult result = new Analyzer()
                .analyze(hours, AnalysisOptions.everything(), ProgressListener.NONE, new CancellationToken());
        List<Object> found = List.of(
                result.summary().get("tempo"),
                result.summary().get("key"),
                Json.write(result.features()).length());
        System.out.println(found);
        System.exit(found.get(1).equals(DemoSong.KEY) ? 0 : 1);
    }
}
