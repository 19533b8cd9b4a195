package dev.sfa.core.separation.onnx;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.download.DownloadSettings;
import dev.sfa.core.download.Sha256;
import dev.sfa.core.download.WebFile;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.separation.StemType;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelInstallerTest {
    @TempDir
    private Path home;

    private final ReferenceModels models = new ReferenceModels();
    private ModelLibrary library;
    private ModelInstaller installer;

    @BeforeEach
    void open() {
        SfaPaths paths = SfaPaths.under(home);
        library = new ModelLibrary(paths.models());
        installer = new ModelInstaller(library, new WebFile(DownloadSettings.of(Settings.none(), paths, Map.of())));
    }

    @Test
    void aLoneFileOfAKnownShapeNeedsNothingElse() throws IOException {
        InstalledModel model = pull(source(reference("tiny-htdemucs-linear.onnx")));
        assertThat(model.manifest().name()).isEqualTo("tiny-htdemucs-linear");
        assertThat(model.manifest().family()).isEqualTo(ModelFamily.HTDEMUCS);
        assertThat(model.manifest().stems())
                .containsExactly(StemType.DRUMS, StemType.BASS, StemType.OTHER, StemType.VOCALS);
        assertThat(library.best()).contains(model);
        assertThat(installer.verify(model.manifest().name())).isEqualTo(model);
        installer.remove(model.manifest().name());
        assertThat(library.names()).isEmpty();
        assertNothingLeft();
    }

    @Test
    void whatTheShapesDoNotSayIsSeenInARun() throws IOException {
        byte[] open = Disguise.of(Files.readAllBytes(Path.of(reference("tiny-htdemucs-linear.onnx"))));
        InstalledModel model =
                pull(source(Files.write(home.resolve("Other Export.onnx"), open).toString()));
        assertThat(model.manifest().name()).isEqualTo("other-export");
        assertThat(model.manifest().stems()).hasSize(4);
    }

    @Test
    void weightsInAFileOfTheirOwnComeAlongAndAreCheckedToo() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(reference("tiny-htdemucs-linear.onnx")));
        SplitModel split = SplitModel.of(whole, "numbers.bin");
        assertThat(split.data()).isNotEmpty();
        Path graph = Files.write(home.resolve("Big.onnx"), split.graph());
        Path data = Files.write(home.resolve("numbers.bin"), split.data());
        Files.writeString(home.resolve("Big.onnx.data"), "others");
        InstalledModel model = pull(source(graph.toString()));
        Path installed = model.manifestFile().resolveSibling("numbers.bin");
        assertThat(installed).hasBinaryContent(split.data());
        assertThat(model.manifestFile().resolveSibling("Big.onnx.data")).doesNotExist();
        assertThat(model.size()).isEqualTo(Files.size(graph) + Files.size(data));

        split.data()[0] ^= 1;
        Files.write(installed, split.data());
        assertThatThrownBy(() -> installer.verify("big")).hasMessageContaining("numbers.bin is not the file");
    }

    @Test
    void aManifestMayNameWeightsAndTheirHash() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(reference("tiny-htdemucs-linear.onnx")));
        Path folder = Files.createDirectories(home.resolve("from"));
        SplitModel split = SplitModel.of(whole, "a.data");
        Files.write(folder.resolve("a.onnx"), split.graph());
        Files.write(folder.resolve("a.data"), split.data());
        String manifest = """
                {"name": "a", "family": "htdemucs", "stems": ["drums", "bass", "other", "vocals"],
                 "files": [{"file": "a.onnx", "data": [{"file": "a.data", "sha256": "%s"}]}]}""";
        Path right = Files.writeString(
                folder.resolve("right.json"), manifest.formatted(Sha256.of(folder.resolve("a.data"))));
        assertThat(pull(source(right.toString())).manifestFile().resolveSibling("a.data"))
                .exists();
        installer.remove("a");
        Path wrong = Files.writeString(folder.resolve("wrong.json"), manifest.formatted("0".repeat(64)));
        assertRefused(source(wrong.toString()), ErrorCode.CONFIG, "a.data is not the file");
    }

    @Test
    void weightsComeFromBesideTheGraphInTheWebToo() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(reference("tiny-htdemucs-linear.onnx")));
        SplitModel split = SplitModel.of(whole, "numbers.bin");
        WireMockServer web = new WireMockServer(options().dynamicPort());
        web.stubFor(get("/m/Far.onnx?key=1").willReturn(aResponse().withBody(split.graph())));
        web.stubFor(get("/m/numbers.bin?key=1").willReturn(aResponse().withBody(split.data())));
        web.start();
        try {
            InstalledModel model = pull(source(web.baseUrl() + "/m/Far.onnx?key=1"));
            assertThat(model.manifestFile().resolveSibling("numbers.bin")).hasBinaryContent(split.data());
            assertThat(model.manifest().files().get(0).data().get(0).sha256()).isPresent();
        } finally {
            web.stop();
        }
    }

    @Test
    void twoFilesCannotHaveOneName() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(reference("tiny-htdemucs-linear.onnx")));
        List<String> graphs = new ArrayList<>();
        for (String folder : List.of("one", "two")) {
            Path place = Files.createDirectories(home.resolve(folder));
            SplitModel split = SplitModel.of(whole, "numbers.bin");
            Files.write(place.resolve("numbers.bin"), split.data());
            graphs.add(Files.write(place.resolve("model.onnx"), split.graph()).toString());
        }
        ModelSource both = new ModelSource(
                graphs,
                Optional.of("bag"),
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertRefused(both, ErrorCode.CONFIG, "are called numbers.bin");
    }

    @Test
    void weightsElsewhereThanBesideTheGraphAreNotFetched() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(reference("tiny-htdemucs-linear.onnx")));
        Path graph = Files.write(
                home.resolve("far.onnx"), SplitModel.of(whole, "../far.data").graph());
        assertRefused(source(graph.toString()), ErrorCode.CONFIG, "export it again");
    }

    @Test
    void filesThatSayTooLittleAskForTheRest() throws IOException {
        assertRefused(source(reference("tiny-mdx.onnx")), ErrorCode.USAGE, "--n-fft");
        ModelSource said = new ModelSource(
                List.of(reference("tiny-mdx.onnx")),
                Optional.of("mdx"),
                List.of("vocals", "instrumental"),
                false,
                Optional.of(6144),
                Optional.of(1.035),
                Optional.empty(),
                Optional.of("MIT"));
        assertThat(pull(said).manifest().compensation()).isEqualTo(1.035);
    }

    @Test
    void aManifestBringsItsFilesAlong() throws IOException {
        Path folder = Files.createDirectories(home.resolve("umx"));
        Path manifest = models.install(folder, """
                {"name": "umx", "family": "open-unmix", "stems": ["vocals", "drums"],
                 "files": [{"file": "tiny-umx-vocals.onnx"}, {"file": "tiny-umx-drums.onnx"}]}""", "tiny-umx-vocals.onnx", "tiny-umx-drums.onnx");
        InstalledModel model = pull(source(manifest.toString()));
        assertThat(model.manifest().files())
                .allSatisfy(file -> assertThat(file.sha256()).isPresent());
        String before = model.version();
        assertThat(pull(source(manifest.toString())).version()).isEqualTo(before);
    }

    @Test
    void whatIsNoModelIsNotInstalled() throws IOException {
        Path text = Files.writeString(home.resolve("text.onnx"), "no model at all");
        assertRefused(source(text.toString()), ErrorCode.CONFIG, "not an ONNX model");
        byte[] bytes = Files.readAllBytes(Path.of(reference("tiny-waveform.onnx")));
        Path cut = Files.write(home.resolve("cut.onnx"), Arrays.copyOf(bytes, bytes.length / 2));
        assertRefused(source(cut.toString()), ErrorCode.CONFIG, "not an ONNX model");
        assertRefused(source(home.resolve("gone.onnx").toString()), ErrorCode.NO_INPUT, "gone.onnx");
        ModelSource wrong = new ModelSource(
                List.of(reference("tiny-waveform.onnx")),
                Optional.empty(),
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.of("0".repeat(64)),
                Optional.empty());
        assertRefused(wrong, ErrorCode.CONFIG, "SHA-256");
    }

    private void assertRefused(ModelSource source, ErrorCode code, String words) throws IOException {
        assertThatThrownBy(() -> pull(source))
                .isInstanceOfSatisfying(
                        SfaException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code))
                .hasMessageContaining(words);
        assertNothingLeft();
    }

    private void assertNothingLeft() throws IOException {
        try (var left = Files.list(library.folderOf(""))) {
            assertThat(left).isEmpty();
        }
    }

    private static String reference(String file) {
        return Path.of(System.getProperty("sfa.shared", "../../shared"), "models", file)
                .toAbsolutePath()
                .toString();
    }

    private static ModelSource source(String address) {
        return new ModelSource(
                List.of(address),
                Optional.empty(),
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private InstalledModel pull(ModelSource source) {
        return installer.pull(source, ProgressListener.NONE, new CancellationToken());
    }
}
