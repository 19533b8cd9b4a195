package dev.sfa.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.dist.Installation.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A separation that needs more memory than the daemon has fails with what would help, and takes nobody along. */
class SmallHeapIT {
    /** A network that gives its mixture as its only stem, in pieces of any length: Unsqueeze, [1, 2, N] to [1, 1, 2, N]. */
    private static final String NETWORK = "CAgSADpdChQKAW0KAWESAXMiCVVuc3F1ZWV6ZRIBZyoKCAEQBzoBAUIBYVoYCgFtEhMKEQgBEg0K"
            + "AggBCgIIAgoDEgFOYhwKAXMSFwoVCAESEQoCCAEKAggBCgIIAgoDEgFOQgQKABAN";

    @TempDir
    Path folder;

    @Test
    void theJobSaysWhatHelpsAndTheNextOneRuns() throws Exception {
        try (Installation sfa = Installation.used().with("SFA_DAEMON_HEAP_MB", "100")) {
            Path model = Files.createDirectories(sfa.data().resolve("models/same"));
            Files.write(model.resolve("same.onnx"), Base64.getDecoder().decode(NETWORK));
            Files.writeString(model.resolve("model.json"), """
                    {"name": "same", "family": "waveform", "stems": ["vocals"], "files": [{"file": "same.onnx"}]}""");
            String track = sfa.run(
                            "download",
                            Recordings.song(folder.resolve("song.wav"), 2).toString())
                    .line()
                    .split("\t")[0];

            // What the network reads and writes has room outside of the heap, what is cut and faded has none in it.
            Outcome large = sfa.run("separate", "-m", "same", "--segment", "120", track);
            long daemon = sfa.daemon().pid();
            assertThat(large.exit()).isEqualTo(1);
            assertThat(large.stderr())
                    .contains("There is not enough memory to separate with the model same", "--segment")
                    .doesNotContain("OutOfMemoryError");
            Outcome small = sfa.run("separate", "-m", "same", "--segment", "5", "-o", folder + "/{stem}.{ext}", track);
            assertThat(small.exit()).as(small.stderr()).isZero();
            assertThat(folder.resolve("vocals.wav")).isNotEmptyFile();
            assertThat(sfa.daemon().pid()).isEqualTo(daemon);
        }
    }
}
