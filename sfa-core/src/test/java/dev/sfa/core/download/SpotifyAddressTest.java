package dev.sfa.core.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpotifyAddressTest {
    @ParameterizedTest
    @CsvSource({
        "spotify:track:4cOdK2wGLETKBW3PvgPWqT, TRACK",
        "spotify:user:anna:playlist:4cOdK2wGLETKBW3PvgPWqT, PLAYLIST",
        "https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT, TRACK",
        "https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT?si=abc&x=y, TRACK",
        "https://open.spotify.com/intl-pt-br/album/4cOdK2wGLETKBW3PvgPWqT/, ALBUM",
        "https://open.spotify.com/embed/playlist/4cOdK2wGLETKBW3PvgPWqT#x, PLAYLIST",
        "http://play.spotify.com/user/anna/playlist/4cOdK2wGLETKBW3PvgPWqT, PLAYLIST"
    })
    void understandsUrlsAndUris(String text, SpotifyAddress.Kind kind) {
        assertThat(SpotifyAddress.handles(text)).isTrue();
        assertThat(SpotifyAddress.parse(text)).isEqualTo(new SpotifyAddress(kind, "4cOdK2wGLETKBW3PvgPWqT"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spotify:artist:4cOdK2wGLETKBW3PvgPWqT",
                "spotify:track:short",
                "spotify:track:4cOdK2wGLETKBW3PvgPWqT/../x",
                "https://open.spotify.com/",
                "https://open.spotify.com/episode/4cOdK2wGLETKBW3PvgPWqT",
                "https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqTx"
            })
    void refusesTheRest(String text) {
        assertThat(SpotifyAddress.handles(text)).isTrue();
        assertThatThrownBy(() -> SpotifyAddress.parse(text))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE));
    }

    @Test
    void otherServersAreNotSpotify() {
        assertThat(SpotifyAddress.handles("https://open.spotify.com.evil.example/track/4cOdK2wGLETKBW3PvgPWqT"))
                .isFalse();
        assertThat(SpotifyAddress.handles("https://evil.example/open.spotify.com/"))
                .isFalse();
        assertThat(SpotifyAddress.isShort("https://spotify.link/abC12_x")).isTrue();
        assertThat(SpotifyAddress.isShort("https://spotify.link.evil.example/abC12_x"))
                .isFalse();
    }
}
