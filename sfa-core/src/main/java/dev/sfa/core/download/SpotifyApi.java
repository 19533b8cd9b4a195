package dev.sfa.core.download;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.CancelledException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.StreamSupport;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;

/**
 * What Spotify's Web API tells of tracks, albums and playlists
 * (https://developer.spotify.com/documentation/web-api, client credentials flow). The token is kept until shortly before it
 * ends. May be used from many threads at once.
 */
public final class SpotifyApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The largest page that every kind of list allows. */
    private static final int PAGE = 50;
    /** As many as a playlist can have. */
    private static final int MOST_TRACKS = 10_000;

    private static final int LARGEST_ANSWER = 20_000_000;
    private static final long LOOK_MILLIS = 100;
    private static final Duration TOKEN_MARGIN = Duration.ofSeconds(30);

    private final HttpClient client;
    private final HttpTiming timing;
    private final URI api;
    private final URI accounts;
    private final Path credentials;
    private final ReentrantLock tokenLock = new ReentrantLock();
    private volatile Token token;

    /**
     * @param api base of the Web API, normally https://api.spotify.com
     * @param accounts base of the token service, normally https://accounts.spotify.com
     * @param credentials file of mode 600 with {@code client_id} and {@code client_secret}
     */
    SpotifyApi(HttpClient client, HttpTiming timing, URI api, URI accounts, Path credentials) {
        this.client = client;
        this.timing = timing;
        this.api = api;
        this.accounts = accounts;
        this.credentials = credentials;
    }

    /**
     * Looks up what an address leads to; short addresses are followed.
     *
     * @throws SfaException USAGE for an address that names nothing of that kind; UNAUTHORIZED for missing or wrong
     *     credentials; NO_INPUT when there is no such thing; TRY_LATER when Spotify does not answer or asks to wait
     */
    public SpotifyCollection fetch(String url, CancellationToken cancellation) {
        SpotifyAddress address = resolve(url, cancellation);
        return switch (address.kind()) {
            case TRACK -> {
                SpotifyTrack track = track(address, cancellation);
                yield new SpotifyCollection(address, track.title(), String.join(", ", track.artists()), List.of(track));
            }
            case ALBUM -> album(address, cancellation);
            case PLAYLIST -> playlist(address, cancellation);
        };
    }

    /** The address itself, or the one that a short address redirects to. */
    SpotifyAddress resolve(String url, CancellationToken cancellation) {
        if (!SpotifyAddress.isShort(url)) {
            return SpotifyAddress.parse(url);
        }
        HttpAddress address = HttpAddress.parse(url);
        for (int hop = 0; hop < 5; hop++) {
            HttpReply reply = new Answers(client, timing, cancellation)
                    .send(new HttpUriRequestBase("GET", address.uri()), address);
            reply.close();
            String location = reply.header("location");
            if (location.isEmpty()) {
                break;
            }
            Optional<SpotifyAddress> found = SpotifyAddress.find(location);
            if (found.isPresent()) {
                return found.get();
            }
            address = address.redirected(location);
        }
        throw new SfaException(
                ErrorCode.USAGE,
                Downloader.shown(url) + " does not lead to a Spotify track, album or playlist; give its full URL.");
    }

    SpotifyTrack track(SpotifyAddress address, CancellationToken cancellation) {
        JsonNode track = get("/v1/tracks/" + address.id(), address, cancellation);
        return track(track, track.path("album"));
    }

    private SpotifyCollection album(SpotifyAddress address, CancellationToken cancellation) {
        JsonNode album = get("/v1/albums/" + address.id(), address, cancellation);
        List<SpotifyTrack> tracks = new ArrayList<>();
        for (JsonNode track : pages("/v1/albums/" + address.id() + "/tracks", address, cancellation)) {
            tracks.add(track(track, album));
        }
        return new SpotifyCollection(address, text(album, "name"), String.join(", ", artists(album)), tracks);
    }

    private SpotifyCollection playlist(SpotifyAddress address, CancellationToken cancellation) {
        JsonNode playlist = get("/v1/playlists/" + address.id(), address, cancellation);
        List<SpotifyTrack> tracks = new ArrayList<>();
        for (JsonNode entry : pages("/v1/playlists/" + address.id() + "/items", address, cancellation)) {
            // Until 2026 the inner object was called "track"; older registrations still get it so.
            JsonNode track = entry.path("item").isObject() ? entry.path("item") : entry.path("track");
            boolean song =
                    text(track, "type").equals("track") && !text(track, "id").isEmpty();
            if (song && !entry.path("is_local").asBoolean(false)) {
                tracks.add(track(track, track.path("album")));
            }
        }
        return new SpotifyCollection(
                address, text(playlist, "name"), text(playlist.path("owner"), "display_name"), tracks);
    }

    /** Addresses of further pages are made here, not taken from the answer: they must stay on the same server. */
    private List<JsonNode> pages(String path, SpotifyAddress address, CancellationToken cancellation) {
        List<JsonNode> all = new ArrayList<>();
        while (true) {
            JsonNode page = get(path + "?limit=" + PAGE + "&offset=" + all.size(), address, cancellation);
            JsonNode items = page.path("items");
            items.forEach(all::add);
            int total = page.path("total").asInt(0);
            if (total > MOST_TRACKS) {
                throw new SfaException(
                        ErrorCode.USAGE,
                        String.format(
                                Locale.ROOT,
                                "%s has %,d tracks, more than the %,d that are taken at once; make shorter playlists of it.",
                                address.url(),
                                total,
                                MOST_TRACKS));
            }
            if (items.isEmpty() || all.size() >= total) {
                return all;
            }
        }
    }

    private static SpotifyTrack track(JsonNode track, JsonNode album) {
        return new SpotifyTrack(
                text(track, "id"),
                text(track, "name"),
                artists(track),
                text(album, "name"),
                track.path("duration_ms").asLong(0) / 1000.0,
                text(album, "release_date"),
                track.path("track_number").asInt(0),
                text(track.path("external_ids"), "isrc"),
                largest(album.path("images")));
    }

    private static List<String> artists(JsonNode node) {
        return StreamSupport.stream(node.path("artists").spliterator(), false)
                .map(artist -> text(artist, "name"))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static String largest(JsonNode images) {
        String url = "";
        int width = -1;
        for (JsonNode image : images) {
            if (image.path("width").asInt(0) > width) {
                width = image.path("width").asInt(0);
                url = text(image, "url");
            }
        }
        return url;
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isTextual() ? value.asText() : "";
    }

    private JsonNode get(String path, SpotifyAddress address, CancellationToken cancellation) {
        return new Attempts(timing, cancellation).run(() -> {
            Answer answer = ask(path, cancellation);
            if (answer.status == 401) {
                forgetToken();
                answer = ask(path, cancellation);
            }
            return checked(answer, address);
        });
    }

    private Answer ask(String path, CancellationToken cancellation) {
        HttpAddress address = HttpAddress.parse(base(api) + path);
        HttpUriRequestBase request = new HttpUriRequestBase("GET", address.uri());
        request.setHeader("Authorization", "Bearer " + token(cancellation));
        request.setHeader("Accept", "application/json");
        return answer(request, address, cancellation);
    }

    private JsonNode checked(Answer answer, SpotifyAddress address) {
        return switch (answer.status) {
            case 200 -> answer.json;
            case 401 ->
                throw new SfaException(
                        ErrorCode.UNAUTHORIZED, "Spotify refuses our token; check client_id and client_secret.");
            case 403 ->
                throw new SfaException(
                        ErrorCode.NO_INPUT,
                        "Spotify refuses access to the " + address.kind().word() + " " + address.url() + said(answer)
                                + "; it may be private.");
            case 400, 404 ->
                throw new SfaException(
                        ErrorCode.NO_INPUT,
                        "Spotify has no " + address.kind().word() + " " + address.url() + "; check the address.");
            case 429 ->
                throw SfaException.tryLater(
                        "Spotify says there were too many requests"
                                + (answer.retryAfter == null
                                        ? ""
                                        : " and asks to wait " + answer.retryAfter.toSeconds() + " s")
                                + "; try again later.",
                        answer.retryAfter);
            default ->
                throw answer.status >= 500
                        ? SfaException.tryLater(strange(answer), answer.retryAfter)
                        : new SfaException(ErrorCode.FAILED, strange(answer));
        };
    }

    private static String strange(Answer answer) {
        return "Spotify answered with status " + answer.status + said(answer) + "; try again later.";
    }

    private static String said(Answer answer) {
        String message = text(answer.json.path("error"), "message");
        return message.isEmpty() ? "" : " (" + message + ")";
    }

    private record Token(String text, long ends) {}

    private void forgetToken() {
        token = null;
    }

    /** One thread fetches the token for all; the others wait for it. */
    private String token(CancellationToken cancellation) {
        try {
            while (!tokenLock.tryLock(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                cancellation.throwIfCancelled();
            }
        } catch (InterruptedException e) {
            cancellation.throwIfCancelled();
            Thread.currentThread().interrupt();
            throw new CancelledException();
        }
        try {
            Token known = token;
            if (known == null || System.nanoTime() - known.ends() >= 0) {
                known = freshToken(cancellation);
                token = known;
            }
            return known.text();
        } finally {
            tokenLock.unlock();
        }
    }

    private Token freshToken(CancellationToken cancellation) {
        SpotifyCredentials pair = SpotifyCredentials.read(credentials);
        String basic = Base64.getEncoder()
                .encodeToString((pair.clientId() + ":" + pair.clientSecret()).getBytes(StandardCharsets.UTF_8));
        HttpAddress address = HttpAddress.parse(base(accounts) + "/api/token");
        HttpUriRequestBase request = new HttpUriRequestBase("POST", address.uri());
        request.setHeader("Authorization", "Basic " + basic);
        request.setEntity(new StringEntity(
                "grant_type=client_credentials", ContentType.create("application/x-www-form-urlencoded")));
        Answer answer = answer(request, address, cancellation);
        String given = text(answer.json, "access_token");
        if (answer.status == 200 && !given.isEmpty()) {
            long lasts = answer.json.path("expires_in").asLong(3600);
            return new Token(
                    given,
                    System.nanoTime()
                            + Duration.ofSeconds(lasts).minus(TOKEN_MARGIN).toNanos());
        }
        if (answer.status == 429 || answer.status >= 500) {
            throw SfaException.tryLater(
                    "Spotify gives no token now (status " + answer.status + "); try again later.", answer.retryAfter);
        }
        throw new SfaException(
                ErrorCode.UNAUTHORIZED,
                "Spotify does not accept the client_id and client_secret in " + credentials + "; correct them.");
    }

    private static String base(URI uri) {
        return uri.toString().replaceAll("/+$", "");
    }

    private record Answer(int status, JsonNode json, Duration retryAfter) {}

    private Answer answer(HttpUriRequestBase request, HttpAddress address, CancellationToken cancellation) {
        try (HttpReply reply = new Answers(client, timing, cancellation).send(request, address)) {
            byte[] bytes = reply.body().readNBytes(LARGEST_ANSWER);
            JsonNode json = JSON.missingNode();
            try {
                json = JSON.readTree(bytes);
            } catch (IOException e) {
                if (reply.status() == 200) {
                    throw new SfaException(
                            ErrorCode.TRY_LATER, address.host() + " answered with something that is not JSON.", e);
                }
            }
            return new Answer(reply.status(), json, reply.retryAfter().orElse(null));
        } catch (IOException e) {
            cancellation.throwIfCancelled();
            throw HttpFault.broke(address, 0, -1, e);
        }
    }
}
