package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Spotify URL or URI names.
 *
 * @param id 22 letters and digits
 */
public record SpotifyAddress(Kind kind, String id) {
    /** What can be downloaded. */
    public enum Kind {
        TRACK,
        ALBUM,
        PLAYLIST;

        /** As URLs have it, in lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Pattern URI =
            Pattern.compile("spotify:(?:user:[^:]+:)?(track|album|playlist):([A-Za-z0-9]{22})");
    private static final Pattern URL = Pattern.compile("https?://(?:open|play)\\.spotify\\.com/(?:intl-[a-z-]+/)?"
            + "(?:embed/)?(?:user/[^/?#]+/)?(track|album|playlist)/([A-Za-z0-9]{22})/?(?:[?#].*)?");
    private static final Pattern ANY =
            Pattern.compile("(?i)(spotify:|https?://(open|play)\\.spotify\\.com([/?#]|$)).*");
    private static final Pattern SHORT =
            Pattern.compile("(?i)https?://(spotify\\.link|spotify\\.app\\.link|spoti\\.fi)/[A-Za-z0-9_-]+.*");

    /** Whether {@code url} is Spotify's, understood or not. */
    static boolean handles(String url) {
        return ANY.matcher(url).matches() || isShort(url);
    }

    /** Whether {@code url} is of the domains that only redirect to the real address. */
    static boolean isShort(String url) {
        return SHORT.matcher(url).matches();
    }

    /** @throws SfaException (USAGE) when it names no track, album or playlist */
    public static SpotifyAddress parse(String url) {
        return find(url)
                .orElseThrow(() -> new SfaException(
                        ErrorCode.USAGE,
                        Downloader.shown(url) + " names no Spotify track, album or playlist;"
                                + " it should look like https://open.spotify.com/track/… or spotify:track:…."));
    }

    /** Empty when it names no track, album or playlist. */
    public static Optional<SpotifyAddress> find(String url) {
        for (Pattern pattern : new Pattern[] {URI, URL}) {
            Matcher matcher = pattern.matcher(url.strip());
            if (matcher.matches()) {
                return Optional.of(
                        new SpotifyAddress(Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)), matcher.group(2)));
            }
        }
        return Optional.empty();
    }

    /** {@code spotify:track:…} */
    public String uri() {
        return "spotify:" + kind.word() + ":" + id;
    }

    /** {@code https://open.spotify.com/track/…} */
    public String url() {
        return "https://open.spotify.com/" + kind.word() + "/" + id;
    }
}
