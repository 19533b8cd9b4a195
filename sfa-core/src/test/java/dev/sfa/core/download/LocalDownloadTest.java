package dev.sfa.core.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sfa.core.audio.BundledTools;
import dev.sfa.core.audio.SampleFormat;
import dev.sfa.core.audio.Sounds;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.synth.DemoSong;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.CancelledException;
import dev.sfa.core.task.ProgressListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalDownloadTest {
    private final Downloader downloader = new Downloader(BundledTools.get());
    private final CancellationToken token = new CancellationToken();

    @TempDir
    Path folder;

    @Test
    void copiesAFileAndLeavesItWhereItIs() throws Exception {
        Path wav = Sounds.wav(folder.resolve("Anna - Song.wav"));
        List<Double> fractions = new ArrayList<>();
        Downloaded downloaded = fetch(wav.toString(), (fraction, message) -> fractions.add(fraction));
        assertThat(downloaded.file())
                .isEqualTo(work().resolve("Anna - Song.wav"))
                .hasSameBinaryContentAs(wav);
        assertThat(downloaded.size()).isEqualTo(Files.size(wav));
        assertThat(downloaded.title()).isEqualTo("Song");
        assertThat(downloaded.artist()).isEqualTo("Anna");
        assertThat(fractions).isSorted().contains(0.9).endsWith(1.0);
    }

    @Test
    void takesFileUrls() throws Exception {
        Path wav = Sounds.wav(folder.resolve("ä b%20#c.wav"));
        assertThat(fetch(wav.toUri().toString()).title()).isEqualTo("ä b%20#c");
        assertThat(fetch(wav.toUri().toString().replace("file:///", "FILE://localhost/"))
                        .title())
                .isEqualTo("ä b%20#c");
        Path spaced = Sounds.wav(folder.resolve("a b.wav"));
        assertThat(fetch("file://" + spaced).title()).isEqualTo("a b");
    }

    @ParameterizedTest
    @CsvSource({
        "song.mp3, '', song.mp3",
        "song.mp4, '-c:a aac', song.m4a",
        "song.ogg, '-c:a libopus -ar 48000', song.opus",
        "song.ogg, '-c:a flac', song.oga",
        "song.mkv, '-c:a flac', song.mka",
        "song.aif, '', song.aiff",
        "song.wma, '-c:a wmav2', song.wma"
    })
    void theExtensionIsThatOfTheContent(String name, String options, String expected) throws Exception {
        Path wav = Sounds.wav(folder.resolve("original.wav"));
        Path file = Sounds.encode(wav, folder.resolve(name), options.isEmpty() ? new String[0] : options.split(" "));
        Path misnamed = Files.move(file, folder.resolve("song.txt"));
        assertThat(fetch(misnamed.toString()).file()).isEqualTo(work().resolve(expected));
    }

    @Test
    void aLinkIsAnotherNameOfTheFileItself() throws Exception {
        Path wav = Sounds.wav(folder.resolve("song.wav"));
        Path alias = Files.createSymbolicLink(folder.resolve("alias - name.wav"), wav);
        Downloaded linked = link(alias.toString(), Quality.ORIGINAL);
        assertThat(linked.file()).isEqualTo(work().resolve("alias - name.wav")).matches(Files::isRegularFile);
        assertThat(Files.isSymbolicLink(linked.file())).isFalse();
        assertThat(Files.isSameFile(linked.file(), wav)).isTrue();
        assertThat(linked.sha256()).contains(Sha256.of(wav));
        assertThat(linked.size()).isEqualTo(Files.size(wav));
    }

    /** Whatever becomes of a link, nothing is written into the file and it stays where it is. */
    @Test
    void aLinkedFileIsNeverWrittenTo() throws Exception {
        Path wav = Sounds.wav(folder.resolve("song.wav"));
        byte[] content = Files.readAllBytes(wav);
        Downloaded encoded = link(wav.toString(), Quality.LOW);
        assertThat(encoded.info().codec()).isEqualTo("mp3");
        assertThat(work()).isDirectoryNotContaining("glob:**.part");
        assertThatThrownBy(() -> downloader.fetch(
                        new DownloadRequest(wav.toString(), work(), 1000, Quality.ORIGINAL, 0, true),
                        ProgressListener.NONE,
                        token))
                .hasMessageContaining("larger than the limit");
        Path text = Files.writeString(folder.resolve("letter.mp3"), "Dear Sir or Madam,\n");
        assertThatThrownBy(() -> link(text.toString(), Quality.ORIGINAL)).hasMessageContaining("not readable as audio");
        assertThat(text).hasContent("Dear Sir or Madam,\n");
        // What a run that died has left is a name of the file: a copy must not go into it.
        Files.createLink(work().resolve("download.part"), wav);
        Path other =
                Sounds.wav(folder.resolve("other.wav"), Sounds.song(1_000), DemoSong.SAMPLE_RATE, SampleFormat.PCM16);
        assertThat(fetch(other.toString()).size()).isEqualTo(Files.size(other));
        assertThat(wav).hasBinaryContent(content);
    }

    @Test
    void whatLiesOnAnotherFileSystemIsCopied() throws Exception {
        Path elsewhere = Path.of("/dev/shm");
        assumeTrue(
                Files.isWritable(elsewhere) && !Files.getFileStore(elsewhere).equals(Files.getFileStore(folder)),
                "there is one file system only");
        Path wav = Sounds.wav(elsewhere.resolve(UUID.randomUUID() + ".wav"));
        try {
            Downloaded copied = link(wav.toString(), Quality.ORIGINAL);
            assertThat(copied.file()).hasSameBinaryContentAs(wav);
        } finally {
            Files.delete(wav);
        }
    }

    @Test
    void whatIsNotThere() {
        fails(folder.resolve("nowhere.wav").toString(), ErrorCode.NO_INPUT, "There is no file " + folder);
        fails("file:///no/such/file.wav", ErrorCode.NO_INPUT, "There is no file /no/such/file.wav");
    }

    @Test
    void whatIsNoFile() {
        fails(folder.toString(), ErrorCode.NO_INPUT, "is not a file");
        fails("/dev/zero", ErrorCode.NO_INPUT, "is not a file");
    }

    @Test
    void whatMayNotBeRead() throws Exception {
        Path wav = Sounds.wav(folder.resolve("secret.wav"));
        Files.setPosixFilePermissions(wav, PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(wav), "the superuser reads everything");
        fails(wav.toString(), ErrorCode.PERMISSION, "secret.wav may not be read");
    }

    @Test
    void whatIsNoAudio() throws Exception {
        Path text = Files.writeString(folder.resolve("letter.mp3"), "Dear Sir or Madam,\n".repeat(100));
        fails(text.toString(), ErrorCode.NOT_AUDIO, text + " is not readable as audio");
        Path empty = Files.createFile(folder.resolve("empty.mp3"));
        fails(empty.toString(), ErrorCode.NOT_AUDIO, empty + " is empty");
        Path page = Files.writeString(folder.resolve("page.mp3"), "\n<!DOCTYPE HTML>\n<p>" + "x".repeat(1000));
        fails(page.toString(), ErrorCode.NOT_AUDIO, page + " is a web page");
    }

    @Test
    void whatIsTooLarge() throws Exception {
        Path wav = Sounds.wav(folder.resolve("song.wav"));
        assertThatThrownBy(() -> downloader.fetch(
                        new DownloadRequest(wav.toString(), work(), 1000), ProgressListener.NONE, token))
                .isInstanceOf(SfaException.class)
                .hasMessageContaining("larger than the limit of 0.0 MB");
        assertThat(work()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "song.wav",
                "./song.wav",
                "",
                "spotify:track:1",
                "ftp://host/x",
                "file://other/x.wav",
                "file:x.wav"
            })
    void whatIsNoAddress(String url) {
        fails(url, ErrorCode.USAGE, url);
    }

    @Test
    void aFolderThatCannotBeMade() throws Exception {
        Path wav = Sounds.wav(folder.resolve("song.wav"));
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> downloader.fetch(
                        new DownloadRequest(wav.toString(), file.resolve("work"), 1 << 30),
                        ProgressListener.NONE,
                        token))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANNOT_WRITE));
    }

    @Test
    void aWorkFolderThatWasThereStaysWithWhatItHolds() throws Exception {
        Files.createDirectories(work());
        Path other = Files.writeString(work().resolve("other"), "x");
        assertThatThrownBy(() -> fetch("/nowhere.wav")).isInstanceOf(SfaException.class);
        assertThat(work()).isDirectoryContaining(other::equals);
    }

    @Test
    void cancelledMidway() throws Exception {
        Path wav = Sounds.wav(folder.resolve("song.wav"));
        assertThatThrownBy(() -> fetch(wav.toString(), (fraction, message) -> token.cancel()))
                .isInstanceOf(CancelledException.class);
        assertThat(work()).doesNotExist();
    }

    @Test
    void knowsWhatItHandles() {
        assertThat(List.of("http://h/x", "HTTPS://h/x", "/a/b.wav", "file:///a/b.wav", "spotify:track:1"))
                .allMatch(Downloader::handles);
        assertThat(List.of("a.wav", "", "ftp://h/x")).noneMatch(Downloader::handles);
    }

    private Path work() {
        return folder.resolve("work");
    }

    private Downloaded link(String url, Quality quality) {
        return downloader.fetch(
                new DownloadRequest(url, work(), 1 << 30, quality, 0, true), ProgressListener.NONE, token);
    }

    private Downloaded fetch(String url) {
        return fetch(url, ProgressListener.NONE);
    }

    private Downloaded fetch(String url, ProgressListener progress) {
        return downloader.fetch(new DownloadRequest(url, work(), 1 << 30), progress, token);
    }

    private void fails(String url, ErrorCode code, String words) {
        assertThatThrownBy(() -> fetch(url)).isInstanceOfSatisfying(SfaException.class, e -> {
            assertThat(e).hasMessageContaining(words);
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.getMessage()).endsWith(".");
        });
        assertThat(work()).doesNotExist();
    }
}
