package dev.sfa.daemon.http;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okXml;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static dev.sfa.daemon.http.ApiServer.LOCAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.sfa.daemon.http.ApiServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API says of addresses without downloading anything. */
class SourcesTest {
    private static final String ID = "4uLU6hMCjMI75M1A2tKUQC";
    private static final String TRACK = "https://open.spotify.com/intl-de/track/" + ID + "?si=x";

    @TempDir
    private Path home;

    private final WireMockServer web = new WireMockServer(wireMockConfig().dynamicPort());
    private Path credentials;
    private ApiServer api;

    @BeforeEach
    void start() throws IOException {
        web.start();
        credentials = Files.writeString(home.resolve("spotify.toml"), "client_id = \"a\"\nclient_secret = \"b\"\n");
        Files.setPosixFilePermissions(credentials, PosixFilePermissions.fromString("rw-------"));
        api = new ApiServer(
                home,
                Map.of(
                        "SFA_SPOTIFY_API_URL",
                        web.baseUrl(),
                        "SFA_SPOTIFY_ACCOUNTS_URL",
                        web.baseUrl(),
                        "SFA_SPOTIFY_CREDENTIALS_FILE",
                        credentials.toString()));
        web.stubFor(post(urlPathEqualTo("/api/token"))
                .willReturn(okJson("{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":3600}")));
    }

    @AfterEach
    void stop() {
        api.close();
        web.stop();
    }

    @Test
    void tellsOfATrackOfSpotify() throws IOException {
        web.stubFor(get(urlPathEqualTo("/v1/tracks/" + ID)).willReturn(okJson(track())));
        Answer answer = spotify(TRACK);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("Copper Lanterns", "The Loopbacks");
    }

    @Test
    void anAddressThatIsNotSpotifysIsInvalid() throws IOException {
        assertError(spotify("https://open.spotify.com/artist/" + ID), 422, "invalid_url");
        assertError(spotify("https://example.org/"), 422, "invalid_url");
    }

    @ParameterizedTest
    @CsvSource({"404, 404", "403, 404", "418, 502"})
    void whatSpotifyRefusesIsItsError(int theirs, int ours) throws IOException {
        web.stubFor(get(urlPathEqualTo("/v1/tracks/" + ID)).willReturn(status(theirs)));
        assertError(spotify(TRACK), ours, "spotify_error");
    }

    @Test
    void wrongAndMissingCredentialsAreNotTheClients() throws IOException {
        web.stubFor(post(urlPathEqualTo("/api/token")).willReturn(status(400)));
        assertError(spotify(TRACK), 502, "unauthorized");
        assertError(list(LOCAL, TRACK, ""), 502, "unauthorized");
        Files.delete(credentials);
        assertError(spotify(TRACK), 502, "unauthorized");
        assertError(list(LOCAL, TRACK, ""), 502, "unauthorized");
    }

    @Test
    void aFolderIsListedForTheLocalClientOnly() throws IOException {
        Path folder = Files.createDirectories(home.resolve("music"));
        Files.writeString(folder.resolve("The Loopbacks - Copper Lanterns.wav"), "0123456789");
        Files.writeString(folder.resolve("notes.txt"), "no audio");
        Map<String, Object> listing =
                list(LOCAL, folder.toString(), ",\"quality\":\"high\"").data();
        assertThat(listing).containsEntry("source", "folder").containsEntry("title", "music");
        Map<String, Object> item = items(listing).get(0);
        assertThat(items(listing)).hasSize(1);
        assertThat(item)
                .containsEntry(
                        "url",
                        folder.resolve("The Loopbacks - Copper Lanterns.wav").toString())
                .containsEntry("title", "Copper Lanterns")
                .containsEntry("artist", "The Loopbacks")
                .containsEntry("size", 10)
                .containsEntry("file_name", "The Loopbacks - Copper Lanterns.mp3")
                .containsEntry("new", true);
        assertThat(list(api.createToken("phone", "submit"), folder.toString(), "")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aFeedIsListedAndSaysWhatIsThereAlready() throws IOException {
        web.stubFor(get(urlPathEqualTo("/feed"))
                .willReturn(okXml("<rss><channel><title>Show</title>"
                        + "<item><title>One</title><enclosure url=\"/1.mp3\" type=\"audio/mpeg\" length=\"7\"/></item>"
                        + "<item><title>Two</title><enclosure url=\"/2.mp3\" type=\"audio/mpeg\"/></item>"
                        + "</channel></rss>")));
        api.download(LOCAL, web.baseUrl() + "/1.mp3");
        Map<String, Object> listing = list(LOCAL, web.baseUrl() + "/feed", "").data();
        assertThat(listing).containsEntry("source", "rss").containsEntry("title", "Show");
        assertThat(items(listing)).extracting(item -> item.get("title")).containsExactly("One", "Two");
        assertThat(items(listing)).extracting(item -> item.get("new")).containsExactly(false, true);
        assertThat(items(listing))
                .extracting(item -> item.get("file_name"))
                .containsExactly("Show - One.mp3", "Show - Two.mp3");
    }

    @Test
    void whatIsNotThereIsAnError() throws IOException {
        assertError(list(LOCAL, web.baseUrl() + "/gone.mp3", ""), 422, "no_input");
    }

    private Answer spotify(String url) throws IOException {
        return api.call("POST", "/api/spotify/fetch", LOCAL, "{\"url\":\"" + url + "\"}");
    }

    private Answer list(String token, String url, String more) throws IOException {
        return api.call("POST", "/api/download/list", token, "{\"url\":\"" + url + "\"" + more + "}");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> items(Map<String, Object> listing) {
        return (List<Map<String, Object>>) listing.get("items");
    }

    private static void assertError(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json()).containsEntry("code", code).containsKey("error");
    }

    private static String track() {
        return "{\"type\":\"track\",\"id\":\"" + ID + "\",\"name\":\"Copper Lanterns\",\"duration_ms\":2000,"
                + "\"artists\":[{\"name\":\"The Loopbacks\"}],\"album\":{\"name\":\"A\",\"images\":[]}}";
    }
}
