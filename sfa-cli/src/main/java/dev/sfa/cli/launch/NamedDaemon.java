package dev.sfa.cli.launch;

import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The daemon at a URL that was given, wherever it runs. */
final class NamedDaemon {
    private final String url;
    private final SfaPaths paths;
    private final Map<String, String> env;

    /** @throws SfaException (USAGE) for what is no URL of a daemon */
    NamedDaemon(String url, SfaPaths paths, Map<String, String> env) {
        if (!url.matches("https?://[^/]+/?")) {
            throw new SfaException(
                    ErrorCode.USAGE,
                    "--daemon is \"" + url + "\", but must be like http://127.0.0.1:4000 (sfa daemon status says it).");
        }
        this.url = url.replaceAll("/$", "");
        this.paths = paths;
        this.env = env;
    }

    /** Without a slash at the end. */
    String url() {
        return url;
    }

    /** Empty when nobody answers there. */
    Optional<DaemonAddress> address() {
        return Health.of(url) == Health.State.ABSENT ? Optional.empty() : Optional.of(new DaemonAddress(url, token()));
    }

    /** The local token, which may do everything, leaves this machine by no mistake. */
    private String token() {
        Optional<Path> file =
                Settings.load(paths, env).string("daemon.token_file").map(Path::of);
        boolean here = url.matches("https?://(localhost|127\\.[0-9.]+|\\[::1])(:\\d+)?");
        return file.or(() -> here ? Optional.of(paths.tokenFile()) : Optional.empty())
                .map(LocalDaemon::token)
                .orElse("");
    }
}
