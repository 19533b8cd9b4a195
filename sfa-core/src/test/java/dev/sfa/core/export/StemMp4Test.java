package dev.sfa.core.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sfa.core.audio.BundledTools;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.audio.SampleFormat;
import dev.sfa.core.audio.Sounds;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.separation.StemType;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.tool.ToolRun;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StemMp4Test {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final FfmpegTools TOOLS = BundledTools.get();
    private static final int RATE = 44_100;
    private static final Map<StemType, Integer> PITCHES =
            Map.of(StemType.DRUMS, 300, StemType.BASS, 110, StemType.OTHER, 700, StemType.VOCALS, 1000);

    @TempDir
    Path folder;

    private final Map<StemType, Path> stems = new EnumMap<>(StemType.class);
    private Path master;
    private Path out;

    @BeforeEach
    void separate() throws IOException {
        for (Map.Entry<StemType, Integer> stem : PITCHES.entrySet()) {
            float[] sine = Sounds.sine(stem.getValue(), RATE, RATE);
            stems.put(
                    stem.getKey(),
                    Sounds.wav(
                            folder.resolve(stem.getKey() + ".wav"),
                            new float[][] {sine, sine},
                            RATE,
                            SampleFormat.FLOAT32));
        }
        master = Sounds.wav(folder.resolve("master.wav"));
        out = Files.createDirectory(folder.resolve("out")).resolve("Song.stem.mp4");
    }

    private void write(StemMp4.Codec codec, Path from, Optional<Path> cover) throws IOException {
        new StemMp4(TOOLS, codec)
                .write(
                        from,
                        stems,
                        Map.of("title", "Copper Lanterns", "artist", "The Loopbacks"),
                        cover,
                        out,
                        new CancellationToken());
        assertThat(out.getParent()).isDirectoryContaining("glob:**/Song.stem.mp4");
        try (var files = Files.list(out.getParent())) {
            assertThat(files).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(StemMp4.Codec.class)
    void holdsTheMasterAndFourStemsInTheOrderOfTheFormat(StemMp4.Codec codec) throws IOException {
        write(codec, master, Optional.of(picture()));
        JsonNode streams = probe().path("streams");
        List<JsonNode> audio = new ArrayList<>();
        streams.forEach(stream -> {
            if (stream.path("codec_type").asText().equals("audio")) {
                audio.add(stream);
            }
        });
        assertThat(audio)
                .extracting(stream -> stream.path("codec_name").asText())
                .containsOnly(codec.name().toLowerCase(java.util.Locale.ROOT))
                .hasSize(5);
        assertThat(audio)
                .extracting(stream -> stream.path("disposition").path("default").asInt())
                .containsExactly(1, 0, 0, 0, 0);
        assertThat(streams).hasSize(6);
        assertThat(probe().path("format").path("tags").path("title").asText()).isEqualTo("Copper Lanterns");
        // The chunk offsets still point at the sound.
        int track = 1;
        for (StemType stem : List.of(StemType.DRUMS, StemType.BASS, StemType.OTHER, StemType.VOCALS)) {
            assertThat(pitch(track++)).isCloseTo(PITCHES.get(stem), within(3.0));
        }
    }

    @Test
    void theBoxDescribesTheStems() throws IOException {
        write(StemMp4.Codec.AAC, master, Optional.empty());
        byte[] file = Files.readAllBytes(out);
        Map<String, byte[]> top = boxes(file, 0);
        assertThat(top.keySet()).containsSubsequence("ftyp", "mdat", "moov");
        byte[] userData = boxes(top.get("moov"), 0).get("udta");
        assertThat(boxes(userData, 0)).containsKeys("meta", "stem");
        JsonNode json = JSON.readTree(boxes(userData, 0).get("stem"));
        assertThat(json.path("version").asInt()).isEqualTo(1);
        assertThat(json.path("stems"))
                .extracting(stem -> stem.path("name").asText())
                .containsExactly("Drums", "Bass", "Other", "Vocals");
        assertThat(json.path("stems"))
                .allSatisfy(stem -> assertThat(stem.path("color").asText()).matches("#[0-9A-F]{6}"));
        assertThat(json.path("mastering_dsp").path("compressor").path("enabled").isBoolean())
                .isTrue();
        assertThat(json.path("mastering_dsp").path("limiter").path("ceiling").asDouble())
                .isEqualTo(-0.35);
    }

    @Test
    void aFileWithoutUserDataGetsSome() throws IOException {
        Path file = folder.resolve("bare.mp4");
        ByteBuffer bytes = ByteBuffer.allocate(40);
        bytes.putInt(16).put("mdat12345678".getBytes(StandardCharsets.US_ASCII));
        bytes.putInt(24).put("moov".getBytes(StandardCharsets.US_ASCII));
        bytes.putInt(16).put("mvhdabcdefgh".getBytes(StandardCharsets.US_ASCII));
        Files.write(file, bytes.array());
        UserDataBox.append(file, "stem", "{}".getBytes(StandardCharsets.US_ASCII));
        byte[] after = Files.readAllBytes(file);
        assertThat(after).hasSize(40 + 8 + 8 + 2).startsWith(java.util.Arrays.copyOf(bytes.array(), 16));
        Map<String, byte[]> movie = boxes(boxes(after, 0).get("moov"), 0);
        assertThat(movie.keySet()).containsExactly("mvhd", "udta");
        assertThat(boxes(movie.get("udta"), 0).get("stem")).asString().isEqualTo("{}");
        ByteBuffer first = ByteBuffer.allocate(24);
        first.putInt(8).put("moov".getBytes(StandardCharsets.US_ASCII));
        first.putInt(16).put("mdat12345678".getBytes(StandardCharsets.US_ASCII));
        Files.write(file, first.array());
        assertThatThrownBy(() -> UserDataBox.append(file, "stem", new byte[2])).isInstanceOf(IOException.class);
        assertThat(Files.readAllBytes(file)).isEqualTo(first.array());
    }

    @Test
    void theMastersCoverAndTagsAreCarriedOver() throws Exception {
        Path flac = folder.resolve("master.flac");
        Sounds.encode(
                master,
                flac,
                "-i",
                picture().toString(),
                "-map",
                "0:a",
                "-map",
                "1:v",
                "-disposition:v",
                "attached_pic",
                "-metadata",
                "album=Demo");
        write(StemMp4.Codec.AAC, flac, Optional.empty());
        assertThat(probe().path("streams")).hasSize(6);
        assertThat(probe().path("format").path("tags").path("album").asText()).isEqualTo("Demo");
    }

    @Test
    void otherStemsAndFilesThatAreNoAudioAreRefused() throws IOException {
        Path vocals = stems.remove(StemType.VOCALS);
        assertFails(ErrorCode.USAGE, "not drums, bass, other; separate the track");
        stems.put(StemType.VOCALS, Files.writeString(folder.resolve("text.wav"), "no audio"));
        assertFails(ErrorCode.NOT_AUDIO, "text.wav is not readable as audio");
        stems.put(StemType.VOCALS, vocals);
        Files.writeString(out, "what was there");
        Path noPicture = Files.writeString(folder.resolve("cover.png"), "no picture");
        assertThatThrownBy(() -> write(StemMp4.Codec.AAC, master, Optional.of(noPicture)))
                .isInstanceOf(SfaException.class)
                .hasMessageContaining("The STEM file cannot be made");
        assertThat(out).hasContent("what was there");
    }

    private void assertFails(ErrorCode code, String words) {
        assertThatThrownBy(() -> write(StemMp4.Codec.AAC, master, Optional.empty()))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
        assertThat(out.getParent()).isEmptyDirectory();
    }

    private Path picture() throws IOException {
        Path file = folder.resolve("picture.png");
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        return file;
    }

    private JsonNode probe() throws IOException {
        StringBuilder json = new StringBuilder();
        ToolRun.run(
                List.of(
                        TOOLS.ffprobe().toString(),
                        "-v",
                        "error",
                        "-show_streams",
                        "-show_format",
                        "-of",
                        "json",
                        out.toString()),
                TOOLS.environment(),
                json::append,
                new CancellationToken());
        return JSON.readTree(json.toString());
    }

    /** Half the zero crossings a second of a track. */
    private double pitch(int track) throws IOException {
        Path wav = folder.resolve("track" + track + ".wav");
        ToolRun run = ToolRun.run(
                List.of(
                        TOOLS.ffmpeg().toString(),
                        "-v",
                        "error",
                        "-i",
                        out.toString(),
                        "-map",
                        "0:a:" + track,
                        "-ac",
                        "1",
                        "-f",
                        "f32be",
                        wav.toString()),
                TOOLS.environment(),
                line -> {},
                new CancellationToken());
        assertThat(run.exit()).as(run.errors().toString()).isZero();
        ByteBuffer samples = ByteBuffer.wrap(Files.readAllBytes(wav));
        int from = RATE / 4;
        int to = 3 * RATE / 4;
        int crossings = 0;
        for (int i = from; i < to; i++) {
            if (samples.getFloat(4 * i) < 0 != samples.getFloat(4 * i + 4) < 0) {
                crossings++;
            }
        }
        return crossings / 2.0 / ((to - from) / (double) RATE);
    }

    /** The boxes from an offset on: contents by type. */
    private static Map<String, byte[]> boxes(byte[] bytes, int from) {
        Map<String, byte[]> boxes = new LinkedHashMap<>();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        for (int at = from; at + 8 <= bytes.length; ) {
            int size = buffer.getInt(at);
            boxes.put(
                    new String(bytes, at + 4, 4, StandardCharsets.US_ASCII),
                    java.util.Arrays.copyOfRange(bytes, at + 8, at + size));
            at += size;
        }
        return boxes;
    }
}
