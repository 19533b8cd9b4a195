package dev.sfa.daemon.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.core.separation.onnx.InstalledModel;
import dev.sfa.core.separation.onnx.LoadedModels;
import dev.sfa.core.separation.onnx.ModelLibrary;
import dev.sfa.core.separation.onnx.OnnxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon keeps what it has loaded for a while only: a model takes gigabytes. */
class ModelUnloadingTest {
    @TempDir
    Path library;

    @Test
    void aModelThatNobodyUsesIsUnloadedAndLoadedAgainWhenItIsNeeded() throws IOException {
        TinyModel.install(library, "tiny", List.of("drums", "vocals"), 0.25f, 0.75f);
        InstalledModel model = new ModelLibrary(library).find("tiny");
        try (LoadedModels models = new LoadedModels(Duration.ofMillis(300))) {
            for (int use = 0; use < 2; use++) {
                try (LoadedModels.Lease lease = models.borrow(model, OnnxOptions.defaults())) {
                    assertThat(lease.separator()).isNotNull();
                    assertThat(models.idle()).as("one in use does not wait").isZero();
                }
                assertThat(models.idle()).isOne();
                await().until(() -> models.idle() == 0);
            }
        }
    }
}
