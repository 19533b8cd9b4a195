package dev.sfa.core.download;

import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.tool.ExternalTool;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@link Downloader} may use.
 *
 * @param ytDlp the program, if there is one
 * @param spotDl the program, if there is one
 * @param spotifyApi base URL of Spotify's Web API
 * @param spotifyAccounts base URL of Spotify's token service
 * @param spotifyCredentials file of mode 600 with {@code client_id} and {@code client_secret}
 * @param perHost transfers at once from one host
 * @param proxies of the environment
 * @param partials folder for interrupted transfers, so that a later process goes on with them; empty to keep none
 */
public record DownloadSettings(
        Optional<Path> ytDlp,
        Optional<Path> spotDl,
        URI spotifyApi,
        URI spotifyAccounts,
        Path spotifyCredentials,
        int perHost,
        EnvironmentProxies proxies,
        Optional<Path> partials) {
    /** @throws SfaException (CONFIG) when a setting names a program that cannot be run, or a URL that is none */
    public static DownloadSettings of(Settings settings, SfaPaths paths, Map<String, String> env) {
        return new DownloadSettings(
                tool(settings, env, "tools.yt_dlp", "yt-dlp"),
                tool(settings, env, "tools.spotdl", "spotdl"),
                url(settings, "spotify.api_url"),
                url(settings, "spotify.accounts_url"),
                settings.string("spotify.credentials_file")
                        .map(Path::of)
                        .orElse(paths.config().resolve("spotify.toml")),
                Math.max(1, settings.integer("download.per_host")),
                EnvironmentProxies.of(env),
                Optional.of(paths.cache().resolve("partials")));
    }

    /**
     * Whether files of this machine are linked and not copied.
     *
     * @throws SfaException (CONFIG) when the setting is neither
     */
    public static boolean linksLocalFiles(Settings settings) {
        String value = settings.text("download.local");
        return switch (value) {
            case "copy" -> false;
            case "link" -> true;
            default ->
                throw new SfaException(
                        ErrorCode.CONFIG, "The setting download.local is \"" + value + "\"; it is copy or link.");
        };
    }

    /** The programs that were found, for people who look what is used. */
    public List<ExternalTool> tools() {
        List<ExternalTool> tools = new ArrayList<>();
        ytDlp.ifPresent(program -> tools.add(new ExternalTool("yt-dlp", program)));
        spotDl.ifPresent(program -> tools.add(new ExternalTool("spotdl", program)));
        return tools;
    }

    private static Optional<Path> tool(Settings settings, Map<String, String> env, String key, String name) {
        return ExternalTool.find(settings, env, key, name).map(ExternalTool::program);
    }

    private static URI url(Settings settings, String key) {
        try {
            return HttpAddress.parse(settings.text(key)).uri();
        } catch (SfaException e) {
            throw new SfaException(ErrorCode.CONFIG, "The setting " + key + " is not a URL; correct or remove it.", e);
        }
    }

    /** Without other programs, and leaving nothing behind. */
    static DownloadSettings plain() {
        DownloadSettings usual = of(Settings.none(), SfaPaths.of(Map.of()), Map.of());
        return new DownloadSettings(
                Optional.empty(),
                Optional.empty(),
                usual.spotifyApi,
                usual.spotifyAccounts,
                usual.spotifyCredentials,
                usual.perHost,
                usual.proxies,
                Optional.empty());
    }
}
