package dev.sfa.core.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.core.audio.AudioInfo;
import dev.sfa.core.audio.AudioProbe;
import dev.sfa.core.audio.BundledTools;
import dev.sfa.core.audio.PacketHash;
import dev.sfa.core.audio.Sounds;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tags are written by jaudiotagger and read back by ffprobe; the sound is compared by ffmpeg. */
class TaggerTest {
    private static final EnumSet<TagName> ALL = EnumSet.allOf(TagName.class);
    private static final TagValues FOUND = values(117.984, "C#", "minor", -9.5, -0.3);
    private static final Map<String, String> ENCODERS =
            Map.of("mp3", "libmp3lame", "flac", "flac", "ogg", "vorbis", "m4a", "aac", "opus", "libopus");
    private static final Tagger TAGGER = new Tagger(BundledTools.get());

    @TempDir
    static Path sounds;

    @TempDir
    Path folder;

    @BeforeAll
    static void encode() throws Exception {
        Path wav = Sounds.wav(sounds.resolve("song.wav"));
        for (String ending : ENCODERS.keySet()) {
            Sounds.encode(
                    wav,
                    sounds.resolve("song." + ending),
                    "-c:a",
                    ENCODERS.get(ending),
                    "-strict",
                    "experimental",
                    "-metadata",
                    "title=Copper Lanterns",
                    "-metadata",
                    "artist=The Loopbacks",
                    "-metadata",
                    "comment=caf\u00e9");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mp3, 118, tbpm, tkey, replaygain_track_gain, replaygain_track_peak",
        "flac, 117.98, bpm, key, replaygain_track_gain, replaygain_track_peak",
        "ogg, 117.98, bpm, key, replaygain_track_gain, replaygain_track_peak",
        "m4a, 118, tmpo, initialkey, replaygain_track_gain, replaygain_track_peak"
    })
    void anotherProgramReadsTheTagsAndTheSoundIsTheSame(
            String ending, String bpm, String bpmName, String keyName, String gainName, String peakName)
            throws Exception {
        Path file = song(ending);
        String sound = new PacketHash(BundledTools.get()).of(file);
        List<TagChange> changes = TAGGER.tag(file, FOUND, ALL, false, false);
        assertThat(changes).hasSize(4).allMatch(change -> change.outcome() == TagChange.Outcome.WRITTEN);
        Map<String, String> tags = tags(file);
        assertThat(tags)
                .containsEntry(keyName, "C#m")
                .containsEntry(gainName, "-8.50 dB")
                .containsEntry(peakName, "0.966051")
                .containsEntry("title", "Copper Lanterns")
                .containsEntry("artist", "The Loopbacks")
                .containsEntry("comment", "caf\u00e9");
        if (!ending.equals("m4a")) {
            assertThat(tags).containsEntry(bpmName, bpm);
        }
        assertThat(new PacketHash(BundledTools.get()).of(file)).isEqualTo(sound);
        assertThat(decoded(file)).isEqualTo(decoded(sounds.resolve("song." + ending)));
        assertThat(names(folder)).containsExactly("song." + ending);
    }

    /** A track of the library may be another name of the user's file, which nobody asked to be changed. */
    @Test
    void anotherNameOfTheSameFileKeepsWhatItHad() throws Exception {
        Path file = song("flac");
        byte[] before = Files.readAllBytes(file);
        Path track = Files.createLink(folder.resolve("track.flac"), file);
        TAGGER.tag(track, FOUND, ALL, false, false);
        assertThat(tags(track)).containsEntry("key", "C#m");
        assertThat(file).hasBinaryContent(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp3", "flac", "ogg", "m4a"})
    void whatIsThereStaysUnlessItMayBeOverwritten(String ending) throws Exception {
        Path file = song(ending);
        TAGGER.tag(file, FOUND, ALL, false, false);
        byte[] before = Files.readAllBytes(file);
        TagValues other = values(90, "A", "major", -20, -6);
        assertThat(outcomes(TAGGER.tag(file, other, ALL, false, false))).containsOnly(TagChange.Outcome.KEPT);
        assertThat(outcomes(TAGGER.tag(file, FOUND, ALL, true, false))).containsOnly(TagChange.Outcome.SAME);
        assertThat(outcomes(TAGGER.tag(file, other, ALL, true, true))).containsOnly(TagChange.Outcome.WRITTEN);
        assertThat(Files.readAllBytes(file)).as("nothing was written").isEqualTo(before);
        List<TagChange> changes = TAGGER.tag(file, other, EnumSet.of(TagName.TRACK_GAIN), true, false);
        assertThat(changes)
                .containsExactly(new TagChange(TagName.TRACK_GAIN, "-8.50 dB", "2.00 dB", TagChange.Outcome.WRITTEN));
        assertThat(tags(file))
                .containsEntry("replaygain_track_gain", "2.00 dB")
                .containsEntry("replaygain_track_peak", "0.966051");
    }

    @Test
    void aReplayGainInSmallLettersIsReplacedAndOtherTextsStay() throws Exception {
        Path file = folder.resolve("song.mp3");
        Sounds.encode(
                sounds.resolve("song.mp3"),
                file,
                "-c",
                "copy",
                "-metadata",
                "replaygain_track_gain=+1.00 dB",
                "-metadata",
                "MOOD=calm");
        assertThat(TAGGER.tag(file, FOUND, EnumSet.of(TagName.TRACK_GAIN), true, false))
                .containsExactly(new TagChange(TagName.TRACK_GAIN, "+1.00 dB", "-8.50 dB", TagChange.Outcome.WRITTEN));
        assertThat(tags(file))
                .containsEntry("replaygain_track_gain", "-8.50 dB")
                .containsEntry("mood", "calm");
    }

    @Test
    void whatCannotBeToldIsNotWritten() throws Exception {
        Path file = song("flac");
        FileTime time = Files.getLastModifiedTime(file);
        TagValues silence = TagValues.of(Map.of("tempo", Map.of("reason", "silence")));
        assertThat(TAGGER.tag(file, silence, ALL, true, false)).isEmpty();
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(time);
    }

    @Test
    void aLinkStaysALinkAndPermissionsStay() throws Exception {
        Path file = song("flac");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(folder.resolve("link.flac"), file);
        TAGGER.tag(link, FOUND, ALL, false, false);
        assertThat(link).isSymbolicLink();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(tags(file)).containsKey("bpm");
    }

    @Test
    void theKindOfFileIsToldByItsContentNotByItsName() throws Exception {
        Path lying = Files.copy(sounds.resolve("song.flac"), folder.resolve("song.mp3"));
        TAGGER.tag(lying, FOUND, ALL, false, false);
        assertThat(tags(lying)).containsEntry("bpm", "117.98");
    }

    @Test
    void otherFilesAreRefusedAndLeftAlone() throws Exception {
        Path opus = song("opus");
        byte[] before = Files.readAllBytes(opus);
        assertThatThrownBy(() -> TAGGER.tag(opus, FOUND, ALL, true, false))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE))
                .hasMessageContaining("song.opus is opus in ogg");
        assertThat(Files.readAllBytes(opus)).isEqualTo(before);
        Path text = Files.writeString(folder.resolve("text.mp3"), "no sound");
        assertThatThrownBy(() -> TAGGER.tag(text, FOUND, ALL, true, false))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_AUDIO));
    }

    /** Ogg with a cover, 61 s of real pages. */
    @Test
    @EnabledIf("hasRecordings")
    void aRealRecordingKeepsCoverAndSound() throws Exception {
        Path file = Files.copy(
                Path.of(System.getProperty("sfa.shared"), "audio", "vibe-ace.ogg"),
                folder.resolve("vibe.ogg"),
                StandardCopyOption.REPLACE_EXISTING);
        String sound = new PacketHash(BundledTools.get()).of(file);
        assertThat(outcomes(TAGGER.tag(file, FOUND, EnumSet.of(TagName.BPM), false, false)))
                .containsExactly(TagChange.Outcome.KEPT);
        TAGGER.tag(file, FOUND, ALL, true, false);
        assertThat(new PacketHash(BundledTools.get()).of(file)).isEqualTo(sound);
        assertThat(tags(file)).containsEntry("bpm", "117.98").containsEntry("title", "Vibe Ace");
        Path cover = Sounds.encode(file, folder.resolve("cover.jpg"), "-map", "0:v", "-c", "copy");
        assertThat(Files.size(cover)).isGreaterThan(10_000);
    }

    static boolean hasRecordings() {
        return Files.exists(Path.of(System.getProperty("sfa.shared", ""), "audio", "vibe-ace.ogg"));
    }

    private static TagValues values(double bpm, String tonic, String mode, double loudness, double peak) {
        return TagValues.of(Map.of(
                "tempo", Map.of("value", bpm),
                "key", Map.of("tonic", tonic, "mode", mode),
                "loudness", Map.of("integrated_lufs", loudness, "sample_peak_dbfs", peak)));
    }

    private Path song(String ending) throws IOException {
        return Files.copy(sounds.resolve("song." + ending), folder.resolve("song." + ending));
    }

    private static List<TagChange.Outcome> outcomes(List<TagChange> changes) {
        return changes.stream().map(TagChange::outcome).toList();
    }

    private static Map<String, String> tags(Path file) throws IOException {
        AudioInfo info = new AudioProbe(BundledTools.get()).probe(file);
        return info.tags();
    }

    private byte[] decoded(Path file) throws Exception {
        Path wav = folder.resolve(".decoded.wav");
        Sounds.encode(file, wav, "-map", "0:a:0", "-map_metadata", "-1", "-fflags", "+bitexact");
        byte[] bytes = Files.readAllBytes(wav);
        Files.delete(wav);
        return bytes;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString()).sorted().collect(Collectors.toList());
        }
    }
}
