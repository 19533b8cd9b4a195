package dev.sfa.core.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.core.audio.BundledTools;
import dev.sfa.core.audio.Sounds;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ListingTest {
    private static final String FEED = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE rss [<!ENTITY lol "lol"><!ENTITY file SYSTEM "file:///etc/passwd">]>
            <rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
              <channel>
                <title>The Show</title>
                <image><title>not this</title></image>
                <itunes:author>Anna</itunes:author>
                <item>
                  <title><![CDATA[First & best]]></title>
                  <enclosure url="ep/1.mp3?x=1&amp;y=2" length="12345" type="audio/mpeg"/>
                  <itunes:duration>1:02:03</itunes:duration>
                </item>
                <item><title>No sound</title><enclosure url="p.pdf" type="application/pdf"/></item>
                <item><title>Evil</title><enclosure url="file:///etc/passwd" type="audio/mpeg"/></item>
                <item>
                  <title></title><itunes:author>Bob</itunes:author>
                  <enclosure url="http://other.example/Second%20one.mp3" type="audio/mpeg"/>
                  <itunes:duration>90</itunes:duration>
                </item>
              </channel>
            </rss>
            """;

    private final Downloader downloader = new Downloader(BundledTools.get());

    @TempDir
    Path folder;

    @Test
    void aFolderHasItsAudioFiles() throws Exception {
        Path music = Files.createDirectories(folder.resolve("music/b/.hidden"));
        Files.writeString(folder.resolve("music/z.MP3"), "12345");
        Files.writeString(folder.resolve("music/b/Anna - Song.flac"), "1");
        Files.writeString(folder.resolve("music/b/notes.txt"), "1");
        Files.writeString(folder.resolve("music/.x.mp3"), "1");
        Files.writeString(music.resolve("x.mp3"), "1");
        Files.createSymbolicLink(folder.resolve("music/loop"), folder.resolve("music"));
        Listing listing = list(folder.resolve("music").toString());
        assertThat(listing.kind()).isEqualTo(Listing.Kind.FOLDER);
        assertThat(listing.title()).isEqualTo("music");
        assertThat(listing.items())
                .containsExactly(
                        new Listing.Item(
                                folder.resolve("music/b/Anna - Song.flac").toString(), "Song", "Anna", 0, 1),
                        new Listing.Item(folder.resolve("music/z.MP3").toString(), "z", "", 0, 5));
    }

    @Test
    void aFolderOfTooManyFilesIsNotCut() throws Exception {
        for (String name : List.of("a.mp3", "b.mp3", "c.mp3")) {
            Files.createFile(folder.resolve(name));
        }
        assertThat(FolderListing.of(folder, 3).items()).hasSize(3);
        assertThatThrownBy(() -> FolderListing.of(folder, 2)).hasMessageContaining("holds more than 2 audio files");
    }

    @Test
    void aFileIsItself() throws Exception {
        Path wav = Sounds.wav(folder.resolve("Anna - Song.wav"));
        assertThat(list(wav.toUri().toString()).items())
                .containsExactly(new Listing.Item(wav.toString(), "Song", "Anna", 0, Files.size(wav)));
        assertThatThrownBy(() -> list("/no/such.wav")).hasMessageContaining("There is no file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/rss+xml", "text/xml; charset=utf-8", "application/octet-stream"})
    void aFeedHasItsEpisodes(String type) throws Exception {
        byte[] feed = FEED.getBytes(StandardCharsets.UTF_8);
        try (WildServer server =
                WildServer.saying("200 OK\nContent-Type: " + type + "\nContent-Length: " + feed.length, feed)) {
            Listing listing = list(server.url("/shows/feed"));
            assertThat(listing.kind()).isEqualTo(Listing.Kind.FEED);
            assertThat(listing.title()).isEqualTo("The Show");
            assertThat(listing.items())
                    .containsExactly(
                            new Listing.Item(
                                    server.url("/shows/ep/1.mp3?x=1&y=2"), "First & best", "Anna", 3723, 12345),
                            new Listing.Item("http://other.example/Second%20one.mp3", "Second one", "Bob", 90, -1));
            assertThatThrownBy(() -> downloader.fetch(
                            new DownloadRequest(server.url("/shows/feed"), folder.resolve("work"), 1 << 30),
                            ProgressListener.NONE,
                            new CancellationToken()))
                    .hasMessageContaining("is a feed of episodes");
        }
    }

    @Test
    void anEncryptedFeedMayHaveEpisodesThatAreNot() {
        String feed =
                "<rss><channel><item><title>T</title><enclosure url='http://media.example/1.mp3'/></item></channel></rss>";
        assertThat(PodcastFeed.parse(
                                HttpAddress.parse("https://me:it@host.example/feed"),
                                feed.getBytes(StandardCharsets.UTF_8))
                        .items())
                .extracting(Listing.Item::url)
                .containsExactly("http://media.example/1.mp3");
    }

    @Test
    void aFeedInPagesIsReadToItsEndWithItsCredentials() throws Exception {
        try (WildServer server = new WildServer((request, out) -> {
            assertThat(request.header("authorization")).isEqualTo("Basic bWU6aXQncyBhIEB3b3JkOg==");
            int page = Integer.parseInt(request.path().replaceAll("\\D", ""));
            // The last one leads back to the first.
            WildServer.head(out, "200 OK\nContent-Type: application/rss+xml");
            out.write(("<rss xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>Page " + page + "</title>"
                            + "<atom:link rel='self' href='/nowhere'/><atom:link rel='next' href='/feed/"
                            + (page % 3 + 1)
                            + "'/><item><title>E" + page + "</title><enclosure url='/" + page
                            + ".mp3' type='audio/mpeg'/></item></channel></rss>")
                    .getBytes(StandardCharsets.UTF_8));
        })) {
            String login = "http://me:it's%20a%20%40word%3A@";
            Listing listing = list(server.url("/feed/1").replace("http://", login));
            assertThat(listing.title()).isEqualTo("Page 1");
            assertThat(listing.items()).extracting(Listing.Item::title).containsExactly("E1", "E2", "E3");
            assertThat(server.requests()).hasSizeLessThanOrEqualTo(4);
            assertThat(HttpAddress.parse(listing.items().get(2).url()))
                    .isEqualTo(HttpAddress.parse(server.url("/3.mp3").replace("http://", login)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<rss><channel><title>&lol;</title></channel></rss>",
                "<rss><channel><title>x",
                "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a '&b;&b;'><!ENTITY b 'x'>]><rss>&a;</rss>"
            })
    void aBrokenOrEvilFeedIsNone(String text) throws Exception {
        byte[] feed = text.getBytes(StandardCharsets.UTF_8);
        try (WildServer server = WildServer.saying("200 OK\nContent-Length: " + feed.length, feed)) {
            assertThatThrownBy(() -> list(server.url("/feed"))).isInstanceOfSatisfying(SfaException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.NOT_AUDIO);
                assertThat(e).hasMessageContaining("is not a feed that can be read");
            });
        }
    }

    @Test
    void aFileOfAServerIsLookedAtOnly() throws Exception {
        // An honest server: it goes on sending until the client has seen enough and hangs up.
        try (WildServer server = new WildServer((request, out) -> {
            WildServer.head(
                    out,
                    "200 OK\nContent-Length: 123456789\nContent-Disposition: attachment; filename=\"Anna - Song.mp3\"");
            for (int sent = 0; sent < 123456789; sent += 5000) {
                out.write(new byte[Math.min(5000, 123456789 - sent)]);
            }
        })) {
            String url = server.url("/x?y=z");
            assertThat(list(url).items()).containsExactly(new Listing.Item(url, "Song", "Anna", 0, 123456789));
        }
    }

    @Test
    void aPageIsForYtDlp() throws Exception {
        Path tool = Script.write(
                folder.resolve("yt-dlp"),
                "echo '{\"url\":\"http://x/1\",\"title\":\"One\",\"uploader\":\"A\",\"duration\":61}'",
                "echo '{\"url\":\"http://x/2\",\"title\":\"Two\"}'");
        try (WildServer server = WildServer.saying("200 OK\nContent-Type: text/html\nContent-Length: 0")) {
            assertThatThrownBy(() -> list(server.url("/list"))).hasMessageContaining("is a web page, not audio");
            DownloadSettings settings = DownloadSettings.of(
                    dev.sfa.core.config.Settings.none(),
                    dev.sfa.core.config.SfaPaths.under(folder),
                    java.util.Map.of("PATH", folder.toString()));
            assertThat(tool).isExecutable();
            Listing listing =
                    new Downloader(BundledTools.get(), settings).list(server.url("/list"), new CancellationToken());
            assertThat(listing.kind()).isEqualTo(Listing.Kind.PAGE);
            assertThat(listing.items())
                    .containsExactly(
                            new Listing.Item("http://x/1", "One", "A", 61, -1),
                            new Listing.Item("http://x/2", "Two", "", 0, -1));
        }
    }

    @Test
    void whatIsNotThereIsAnError() throws Exception {
        try (WildServer server = WildServer.saying("404 Not Found\nContent-Length: 0")) {
            assertThatThrownBy(() -> list(server.url("/x"))).hasMessageContaining("does not exist (404)");
        }
        assertThatThrownBy(() -> list("x.wav")).hasMessageContaining("neither an http(s) URL");
    }

    @Test
    void jsonNamesWhatIsKnown() {
        Listing listing =
                new Listing(Listing.Kind.WEB_FILE, "T", List.of(new Listing.Item("http://h/x", "T", "", 0, -1)));
        assertThat(dev.sfa.core.protocol.Json.write(listing.toJson()))
                .isEqualTo("{\"source\":\"http\",\"title\":\"T\",\"items\":[{\"url\":\"http://h/x\",\"title\":\"T\","
                        + "\"artist\":null,\"duration\":null,\"size\":null}]}");
    }

    private Listing list(String url) {
        return downloader.list(url, new CancellationToken());
    }
}
