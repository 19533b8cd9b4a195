package dev.sfa.core.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where sfa keeps its files, after the XDG Base Directory Specification; {@code SFA_HOME} puts all of it under one
 * folder. Nothing is created here.
 *
 * @param config settings and secrets
 * @param data the database and the audio files
 * @param state lock, registry and logs of the daemon
 * @param cache what can be made again (unpacked executables, class-data archives)
 */
public record SfaPaths(Path config, Path data, Path state, Path cache) {

    /** The folders for an environment, normally {@link System#getenv()}. */
    public static SfaPaths of(Map<String, String> env) {
        String home = env.get("SFA_HOME");
        if (home != null && !home.isBlank()) {
            return under(Path.of(home).toAbsolutePath().normalize());
        }
        Path user = Path.of(env.getOrDefault("HOME", System.getProperty("user.home")));
        return new SfaPaths(
                xdg(env, "XDG_CONFIG_HOME", user.resolve(".config")),
                xdg(env, "XDG_DATA_HOME", user.resolve(".local/share")),
                xdg(env, "XDG_STATE_HOME", user.resolve(".local/state")),
                xdg(env, "XDG_CACHE_HOME", user.resolve(".cache")));
    }

    /** Everything under one folder. */
    public static SfaPaths under(Path home) {
        return new SfaPaths(home.resolve("config"), home.resolve("data"), home.resolve("state"), home.resolve("cache"));
    }

    /** The XDG specification ignores relative paths in its variables. */
    private static Path xdg(Map<String, String> env, String variable, Path fallback) {
        String value = env.get(variable);
        Path base = value != null && Path.of(value).isAbsolute() ? Path.of(value) : fallback;
        return base.resolve("sfa");
    }

    public Path configFile() {
        return config.resolve("config.toml");
    }

    public Path database() {
        return data.resolve("sfa.db");
    }

    /** The root of everything served under {@code /files/}. */
    public Path files() {
        return data.resolve("files");
    }

    public Path downloads() {
        return files().resolve("downloads");
    }

    public Path stems() {
        return files().resolve("stems");
    }

    /** Neural models for separation, a folder each. */
    public Path models() {
        return data.resolve("models");
    }

    /** Files that are not finished yet, on the same file system as {@link #files()}: finished by a rename. */
    public Path work() {
        return data.resolve("work");
    }

    /** Held locked by the daemon while it lives. */
    public Path daemonLock() {
        return state.resolve("daemon.lock");
    }

    /** Held locked by a client while it starts a daemon. */
    public Path startLock() {
        return state.resolve("start.lock");
    }

    /** Who the running daemon is and where it listens, see {@link DaemonRegistry}. */
    public Path daemonRegistry() {
        return state.resolve("daemon.json");
    }

    public Path daemonLog() {
        return state.resolve("daemon.log");
    }

    /** What the daemon writes to stdout and stderr before its logging is up, and what the JVM itself says. */
    public Path daemonOutput() {
        return state.resolve("daemon.out");
    }

    /** What shells complete ids from; a line each, which the daemon keeps. */
    public Path completionCache() {
        return cache.resolve("completion");
    }

    /** Which external programs run for jobs, a file each. */
    public Path programs() {
        return state.resolve("programs");
    }

    public Path jobLog(String jobId) {
        return state.resolve("jobs").resolve(jobId + ".log");
    }

    /** The local client's token, readable by the user only. */
    public Path tokenFile() {
        return config.resolve("token");
    }
}
