package dev.sfa.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.dist.Installation.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What web servers do to a client, to the real daemon: one clear sentence each, nothing left behind, no secret told. */
class BadWebIT {
    private static final String PASSWORD = "s3cr3t-p4ss";

    @TempDir
    private static Path folder;

    private static Installation sfa;
    private static WickedServer web;

    @BeforeAll
    static void start() throws Exception {
        sfa = Installation.used()
                .with("SFA_DOWNLOAD_MAX_MB", "5")
                .with("SFA_DOWNLOAD_PER_HOST", "20")
                .with("SFA_QUEUE_DOWNLOAD", "20");
        web = new WickedServer(Files.readAllBytes(Recordings.song(folder.resolve("song.wav"), 1)), folder);
    }

    @AfterAll
    static void stop() throws IOException {
        web.close();
        sfa.close();
    }

    @Test
    void everyFaultIsOneSentence() throws Exception {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put(web.url("/404/a.wav"), "no_input: does not exist (404)");
        expected.put(web.url("/403/a.wav"), "no_input: is refused (403)");
        expected.put(web.url("/429/a.wav"), "try_later: too many requests (429)");
        expected.put(web.url("/500/a.wav"), "try_later: a fault of its own (500");
        expected.put(web.url("/loop/a.wav"), "no_input: redirects more than 10 times");
        expected.put(web.secureUrl("/a.wav"), "no_input: identity of 127.0.0.1");
        expected.put("http://no-such-host.invalid/a.wav", "try_later: no-such-host.invalid is not known");
        expected.put(web.url("/endless/a.wav"), "failed: larger than the limit of 5");
        expected.put(web.url("/short/a.wav"), "try_later: broke after");
        expected.put(web.url("/page/a.wav"), "not_audio: web page");
        expected.put(web.url("/bomb/a.wav"), "failed: larger than the limit of 5");
        Path list = Files.write(folder.resolve("list"), expected.keySet());
        List<String> before = sfa.dataFiles();
        Outcome outcome = sfa.run("download", "--json", "--retries", "0", "-f", list.toString());
        assertThat(outcome.exit()).as(outcome.stderr()).isEqualTo(1);
        List<String> failed = outcome.lines().stream()
                .filter(line -> line.contains("\"job:failed\""))
                .toList();
        assertThat(failed).hasSize(expected.size());
        expected.forEach((url, error) -> {
            String[] codeAndWords = error.split(": ", 2);
            assertThat(failed)
                    .filteredOn(line -> line.contains("\"url\":\"" + url + "\""))
                    .singleElement()
                    .asString()
                    .contains("\"error_code\":\"" + codeAndWords[0] + "\"", codeAndWords[1])
                    .doesNotContain("Exception");
        });
        assertThat(outcome.stderr().lines())
                .allMatch(line -> line.matches("sfa: [^.].*\\.$") && !line.matches(".*\\. [A-Z].*"));
        assertThat(sfa.dataFiles()).isEqualTo(before);
        assertThat(sfa.daemon().isAlive()).isTrue();
    }

    @Test
    void namesFromAServerStayInTheLibrary() throws IOException {
        for (String path : List.of("/long/a.wav", "/passwd/a.wav")) {
            Outcome outcome = sfa.run("download", web.url(path));
            assertThat(outcome.exit()).as(outcome.stderr()).isZero();
            Path file = Path.of(outcome.line());
            assertThat(file.normalize()).startsWith(sfa.data().resolve("files/downloads"));
            assertThat(file.getParent().getParent()).isEqualTo(sfa.data().resolve("files/downloads"));
            assertThat(file.getFileName().toString().getBytes(StandardCharsets.UTF_8).length)
                    .isLessThanOrEqualTo(255);
            sfa.run("track", "rm", "-y", file.getParent().getFileName().toString());
        }
    }

    @Test
    void credentialsAreToldNobody() throws Exception {
        StringBuilder said = new StringBuilder();
        List<String> urls =
                List.of(web.urlOf("me", PASSWORD, "/private/a.wav"), web.urlOf("me", PASSWORD, "/later/a.wav"));
        for (String url : urls) {
            Outcome preview = sfa.run("download", "--dry-run", "--json", url);
            Outcome outcome = sfa.run("download", "--json", url);
            said.append(preview).append(outcome);
        }
        assertThat(said).contains("\"job:completed\"", "\"job:failed\"");
        String jobs = sfa.run("jobs", "--json").stdout();
        said.append(jobs);
        for (String line : jobs.lines().toList()) {
            String id = line.replaceAll("(?s).*\"id\":\"([^\"]+)\".*", "$1");
            said.append(sfa.run("show", id, "--json")).append(sfa.run("logs", id));
        }
        said.append(sfa.run("events", "--since", "0", "--json")).append(sfa.run("track", "list", "--json"));
        assertThat(said).doesNotContain(PASSWORD);

        // A daemon that comes later still knows it.
        sfa.run("daemon", "stop");
        Outcome again = sfa.run("download", "--force", urls.get(0));
        assertThat(again.exit()).as(again.stderr()).isZero();
        String failed = said.toString().replaceAll("(?s).*\"job:failed\",\"job_id\":\"([^\"]+)\".*", "$1");
        web.open();
        Outcome retried = sfa.run("retry", failed);
        assertThat(retried.exit()).as(retried.stderr()).isZero();
        assertThat(sfa.run("wait", failed).exit()).isZero();
        assertThat(web.lastAuthorization()).isEqualTo(web.authorization("me", PASSWORD));

        sfa.run("daemon", "stop");
        try (Stream<Path> files = Files.walk(sfa.home())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(PASSWORD);
            }
        }
    }

    @Test
    void filesOfTheMachineAreForTheLocalClient() throws Exception {
        String token =
                sfa.run("token", "create", "-q", "phone", "--scope", "submit").line();
        List<String> refused = new ArrayList<>();
        for (String url : List.of("file:///etc/shadow", "/etc/shadow", "FILE:/etc/shadow", " /etc/shadow")) {
            for (String route : List.of("/api/download/track", "/api/download/list")) {
                HttpResponse<String> answer = HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(sfa.url() + route))
                                        .header("Authorization", "Bearer " + token)
                                        .POST(HttpRequest.BodyPublishers.ofString("{\"url\":\"" + url + "\"}"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(url + answer.body()).isEqualTo(403);
                refused.add(answer.body());
            }
        }
        assertThat(refused).allMatch(body -> body.contains("upload the file to /api/tracks instead"));
        assertThat(sfa.run("jobs", "-q").stdout()).doesNotContain("shadow");
    }

    /** A byte a second for as long as it is listened to: given up after half a minute, three times. */
    @Test
    @Tag("long")
    void aServerThatDripsIsGivenUp() throws IOException {
        Outcome outcome = sfa.run("download", "--retries", "0", web.url("/drip/a.wav"));
        assertThat(outcome.exit()).isEqualTo(75);
        assertThat(outcome.stderr()).contains("bytes in 30 s; try again later.");
    }
}
