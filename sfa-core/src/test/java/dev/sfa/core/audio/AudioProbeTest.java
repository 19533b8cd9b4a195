package dev.sfa.core.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioProbeTest {
    private final AudioProbe probe = new AudioProbe(BundledTools.get());

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "a.mp3, '-b:a 128k', mp3, 0",
        "a.m4a, '-c:a aac', aac, 0",
        "a.opus, '-ar 48000', opus, 0",
        "a.flac, '', flac, 16",
        "a.wav, '-c:a pcm_s24le', pcm_s24le, 24"
    })
    void saysWhatAFileHolds(String name, String options, String codec, int bits) throws Exception {
        Path wav = Sounds.wav(folder.resolve("original.wav"));
        String[] tagged = (options + " -metadata artist=Anna -metadata title=Ünï -metadata album=LP")
                .strip()
                .split(" ");
        AudioInfo info = probe.probe(Sounds.encode(wav, folder.resolve(name), tagged));
        assertThat(info.codec()).isEqualTo(codec);
        assertThat(info.bitsPerSample()).isEqualTo(bits);
        assertThat(info.duration()).isCloseTo(2, within(0.1));
        assertThat(info.channels()).isEqualTo(2);
        assertThat(info.bitRate()).isPositive();
        assertThat(info.tags()).containsEntry("artist", "Anna").containsEntry("album", "LP");
        assertThat(info.tags()).containsEntry("title", "Ünï");
    }

    @Test
    void aCoverPictureIsNotTakenForTheAudio() {
        Path file = Path.of(System.getProperty("sfa.shared", "")).resolve("audio/vibe-ace.ogg");
        assumeTrue(Files.isRegularFile(file), "no recordings beside the checkout");
        AudioInfo info = probe.probe(file);
        assertThat(info.codec()).isEqualTo("vorbis");
        assertThat(info.tags()).containsEntry("artist", "Kevin MacLeod").containsEntry("title", "Vibe Ace");
    }

    @Test
    void whatIsNotTheFilesFaultMayPass() throws Exception {
        Path wav = Sounds.wav(folder.resolve("a.wav"));
        Path killed = Files.writeString(folder.resolve("killed"), "#!/bin/sh\nkill -9 $$\n");
        Files.setPosixFilePermissions(killed, PosixFilePermissions.fromString("rwx------"));
        fails(() -> with(killed).probe(wav), ErrorCode.TRY_LATER, "ffprobe was killed");
        fails(() -> with(folder.resolve("none")).probe(wav), ErrorCode.TRY_LATER, "ffprobe could not be started");
    }

    private static AudioProbe with(Path ffprobe) {
        FfmpegTools tools = BundledTools.get();
        return new AudioProbe(
                new FfmpegTools(tools.ffmpeg(), ffprobe, tools.origin(), tools.version(), tools.environment()));
    }

    @Test
    void aMissingFile() {
        fails(() -> probe.probe(folder.resolve("no.wav")), ErrorCode.NO_INPUT, "no.wav");
    }

    @Test
    void aFolder() {
        fails(() -> probe.probe(folder), ErrorCode.NO_INPUT, "is not a file");
    }

    @Test
    void aFileThatMayNotBeRead() throws Exception {
        Path file = Sounds.wav(folder.resolve("secret.wav"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(file), "the superuser reads everything");
        fails(() -> probe.probe(file), ErrorCode.PERMISSION, "may not be read");
    }

    @Test
    void anEmptyFile() throws Exception {
        Path file = Files.createFile(folder.resolve("empty.mp3"));
        fails(() -> probe.probe(file), ErrorCode.NOT_AUDIO, "empty.mp3 is empty");
    }

    @Test
    void textNamedMp3() throws Exception {
        Path file = Files.writeString(folder.resolve("notes.mp3"), "not a song at all\n".repeat(500));
        fails(() -> probe.probe(file), ErrorCode.NOT_AUDIO, "notes.mp3 is not readable as audio");
    }

    @Test
    void aPictureIsNotAudio() throws Exception {
        Path wav = Sounds.wav(folder.resolve("original.wav"));
        Path picture =
                Sounds.encode(wav, folder.resolve("wave.png"), "-filter_complex", "showwavespic", "-frames:v", "1");
        fails(() -> probe.probe(picture), ErrorCode.NOT_AUDIO, "wave.png");
    }

    private static void fails(ThrowingCallable work, ErrorCode code, String words) {
        assertThatThrownBy(work).isInstanceOfSatisfying(SfaException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e).hasMessageContaining(words);
        });
    }
}
