package dev.sfa.core.separation.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.core.audio.BundledTools;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.audio.Sounds;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairFilesTest {
    @TempDir
    Path folder;

    @Test
    void onlyADamagedStemIsTheEnginesFault() throws Exception {
        FfmpegTools tools = BundledTools.get();
        Path noise = Files.writeString(folder.resolve("noise.wav"), "no sound at all");
        fails(tools, noise, ErrorCode.FAILED);
        Path wav = Sounds.wav(folder.resolve("stem.wav"));
        FfmpegTools gone = new FfmpegTools(
                tools.ffmpeg(), folder.resolve("gone"), tools.origin(), tools.version(), tools.environment());
        fails(gone, wav, ErrorCode.TRY_LATER);
    }

    private static void fails(FfmpegTools tools, Path file, ErrorCode code) {
        PairFiles files = new PairFiles("X", tools, 1, new CancellationToken());
        assertThatThrownBy(() -> files.open("vocals", List.of(file)))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
