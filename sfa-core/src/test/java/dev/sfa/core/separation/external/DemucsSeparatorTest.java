package dev.sfa.core.separation.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sfa.core.audio.BundledTools;
import dev.sfa.core.audio.Sounds;
import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.separation.CollectedStems;
import dev.sfa.core.separation.GeneratedStream;
import dev.sfa.core.separation.StemType;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.CancelledException;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisabledOnOs(OS.WINDOWS)
class DemucsSeparatorTest {
    @TempDir
    Path folder;

    private FakeDemucs demucs;
    private Path work;

    @BeforeEach
    void install() throws IOException {
        demucs = FakeDemucs.in(folder);
        work = Files.createDirectory(folder.resolve("work"));
    }

    private DemucsSeparator separator(DemucsOptions options) {
        return new DemucsSeparator(demucs.program(), options, BundledTools.get(), work);
    }

    private static CollectedStems separate(DemucsSeparator separator, float[][] audio, int rate) throws IOException {
        CollectedStems stems = new CollectedStems(audio.length);
        separator.separate(GeneratedStream.of(audio, rate), stems, ProgressListener.NONE, new CancellationToken());
        return stems;
    }

    private void assertNothingIsLeft() {
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void givesBackWhatDemucsMakesOfTheMixtureToTheBit() throws IOException {
        float[][] song = Sounds.song(50_001);
        // Louder than full scale, which demucs would scale.
        song[0][7] = 3.7f;
        DemucsSeparator separator = separator(DemucsOptions.of("htdemucs"));
        CollectedStems stems = separate(separator, song, 44_100);
        assertThat(separator.stems()).containsExactly(StemType.VOCALS, StemType.DRUMS, StemType.BASS, StemType.OTHER);
        separator.stems().forEach(stem -> assertThat(stems.samples(stem)).isDeepEqualTo(song));
        assertThat(demucs.call()).matches("-n htdemucs --float32 -o \\S+/separated -- \\S+/mixture0\\.wav");
        assertNothingIsLeft();
    }

    /** At another rate, mono and with more channels than demucs takes, stems have the mixture's rate, channels and length. */
    @ParameterizedTest
    @CsvSource({"48000, 1, 30001", "8000, 2, 4003", "44100, 6, 20000", "96000, 3, 16384"})
    void keepsRateChannelsAndLength(int rate, int channels, int frames) throws IOException {
        float[][] audio = new float[channels][];
        Arrays.setAll(audio, c -> Sounds.sine(200 + 100 * c, rate, frames));
        CollectedStems stems = separate(separator(DemucsOptions.of("htdemucs_6s")), audio, rate);
        for (StemType stem : List.of(StemType.VOCALS, StemType.GUITAR, StemType.PIANO)) {
            float[][] made = stems.samples(stem);
            assertThat(made).hasDimensions(channels, frames);
            for (int c = 0; c < channels; c++) {
                assertThat(made[c][frames / 2])
                        .isCloseTo(audio[c][frames / 2], org.assertj.core.data.Offset.offset(2e-3f));
            }
        }
        assertNothingIsLeft();
    }

    @Test
    void passesTheOptionsOn() throws IOException {
        DemucsOptions options = new DemucsOptions(
                "mdx_extra",
                "cpu",
                OptionalInt.of(2),
                OptionalDouble.of(0.5),
                OptionalDouble.of(7.8),
                OptionalInt.of(2),
                Optional.of(StemType.DRUMS));
        DemucsSeparator separator = separator(options);
        CollectedStems stems = separate(separator, Sounds.song(5000), 44_100);
        assertThat(demucs.peak()).isPositive().isLessThan(1);
        assertThat(demucs.call())
                .startsWith(
                        "-n mdx_extra -d cpu --shifts 2 --overlap 0.5 --segment 7 -j 2 --two-stems drums --float32");
        assertThat(separator.stems()).containsExactly(StemType.DRUMS);
        assertThat(stems.length(StemType.DRUMS)).isEqualTo(5000);
        assertThat(stems.length(StemType.VOCALS)).isZero();
    }

    /** A bag of four models goes over each of the two pairs of channels twice: sixteen bars. */
    @Test
    void followsAllBarsOfDemucs() throws IOException {
        List<Double> fractions = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        DemucsOptions options = new DemucsOptions(
                "htdemucs_ft",
                "auto",
                OptionalInt.of(2),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                Optional.empty());
        float[][] song = Sounds.song(5000);
        float[][] four = {song[0], song[1], song[0], song[1]};
        separator(options)
                .separate(
                        GeneratedStream.of(four, 44_100),
                        new CollectedStems(4),
                        (fraction, message) -> {
                            fractions.add(fraction);
                            messages.add(message);
                        },
                        new CancellationToken());
        assertThat(fractions).isSorted().endsWith(1.0);
        assertThat(messages)
                .contains("separating, pass 1 of 16", "separating, pass 9 of 16", "separating, pass 16 of 16");
        int ninth = messages.indexOf("separating, pass 9 of 16");
        assertThat(fractions.get(ninth)).isBetween(0.48, 0.52);
    }

    @Test
    void saysThatDemucsFetchesItsModel() throws IOException {
        List<String> messages = new ArrayList<>();
        separator(DemucsOptions.of("fetched"))
                .separate(
                        GeneratedStream.of(Sounds.song(500), 44_100),
                        new CollectedStems(2),
                        (fraction, message) -> messages.add(message),
                        new CancellationToken());
        assertThat(messages).containsSubsequence("demucs is fetching its model", "separating");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no_such    | auto | 5 | demucs: 'no_such' is neither a single pre-trained model or a bag of models.",
                "htdemucs   | gpu  | 5 | demucs: RuntimeError: No CUDA GPUs are available.",
                "htdemucs   | auto | 9 | demucs: Cannot use a Transformer model with a longer segment than it was trained for."
                        + " Maximum segment is: 7.8.",
                "cut        | auto | 5 | demucs: the stem bass is not as long as the recording; retry the job, and ask for"
                        + " another model if that does not help.",
                "silent     | auto | 5 | demucs: the model silent gave no drums; ask for stems that it knows.",
                "hungry     | auto | 5 | demucs: not enough memory; a shorter --segment takes less."
            },
            quoteCharacter = '`')
    void failsWithDemucsWords(String model, String device, int segment, String message) {
        DemucsOptions options = new DemucsOptions(
                model,
                device,
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalDouble.of(segment),
                OptionalInt.empty(),
                Optional.empty());
        assertThatThrownBy(() -> separate(separator(options), Sounds.song(40_000), 44_100))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FAILED))
                .hasMessage(message);
        assertNothingIsLeft();
    }

    @Test
    @Timeout(60)
    void endsDemucsAndWhatItStartedWhenCancelled() throws Exception {
        CancellationToken cancellation = new CancellationToken();
        CompletableFuture<Void> run = CompletableFuture.runAsync(() -> {
            try {
                separator(DemucsOptions.of("stuck"))
                        .separate(
                                GeneratedStream.of(Sounds.song(5000), 44_100),
                                new CollectedStems(2),
                                ProgressListener.NONE,
                                cancellation);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        await().until(() -> Files.exists(demucs.child()) && Files.size(demucs.child()) > 0);
        long child = Long.parseLong(Files.readString(demucs.child()).strip());
        assertThat(ProcessHandle.of(child)).isPresent();
        cancellation.cancel();
        assertThatThrownBy(run::join).hasCauseInstanceOf(CancelledException.class);
        await().until(() ->
                ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
        assertNothingIsLeft();
    }

    @Test
    void isFoundOnThePathOrByTheSetting() throws IOException {
        SfaPaths paths = SfaPaths.under(folder);
        Settings none = Settings.none();
        assertThat(DemucsProgram.find(none, Map.of("PATH", folder.toString()))).isEqualTo(demucs.program());
        Settings set = Settings.load(
                paths, Map.of("SFA_TOOLS_DEMUCS", demucs.program().path().toString()));
        assertThat(DemucsProgram.find(set, Map.of())).isEqualTo(demucs.program());
        assertThatThrownBy(() -> DemucsProgram.find(none, Map.of("PATH", work.toString())))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG))
                .hasMessageContaining("pipx install demucs")
                .hasMessageContaining("tools.demucs");
    }

    @Test
    void asksThePythonThatRunsDemucsForTheVersion() throws IOException {
        Path python = Files.writeString(folder.resolve("python3"), "#!/bin/sh\n[ \"$1\" = -c ] && echo 4.0.1\n");
        Files.setPosixFilePermissions(python, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        Path script = Files.writeString(folder.resolve("script"), "#!" + python + "\nfrom demucs import main\n");
        assertThat(new DemucsProgram(script).version()).contains("4.0.1");
        assertThat(new DemucsProgram(folder.resolve("gone")).version()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "../up, auto, 1, 0.5, 5",
        "-n, auto, 1, 0.5, 5",
        "x, cuda, 1, 0.5, 5",
        "x, cpu, 99, 0.5, 5",
        "x, cpu, 1, 1, 5",
        "x, cpu, 1, 0.5, 0"
    })
    void refusesOptionsThatMakeNoSense(String model, String device, int shifts, double overlap, double segment) {
        assertThatThrownBy(() -> new DemucsOptions(
                        model,
                        device,
                        OptionalInt.of(shifts),
                        OptionalDouble.of(overlap),
                        OptionalDouble.of(segment),
                        OptionalInt.empty(),
                        Optional.empty()))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE));
    }
}
