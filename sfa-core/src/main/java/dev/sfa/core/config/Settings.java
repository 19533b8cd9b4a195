package dev.sfa.core.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.sfa.core.config.SettingKey.Type;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The settings in force: the environment over {@code config.toml} over what is built in. Immutable. The TOML library
 * is loaded only when there is a file.
 */
public final class Settings {
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private static final List<SettingKey> KEYS = List.of(
            new SettingKey("daemon.host", Type.STRING, "address the daemon listens on", "127.0.0.1"),
            new SettingKey("daemon.port", Type.INTEGER, "port of the daemon; unless set, any if it is taken", 4000),
            new SettingKey(
                    "daemon.token_file",
                    Type.STRING,
                    "file with the token for the daemon that --daemon names; the local one, which goes to this machine"
                            + " only, unless set"),
            new SettingKey(
                    "daemon.idle_minutes",
                    Type.INTEGER,
                    "an auto-started daemon ends after so long without a job and without a client; 0 never",
                    30),
            new SettingKey("daemon.heap_mb", Type.INTEGER, "most memory the daemon's Java heap may take"),
            new SettingKey("output.template", Type.STRING, "as -o: names of the copies of what comes out"),
            new SettingKey("output.path", Type.STRING, "as -P: folder of the copies of what comes out"),
            new SettingKey("output.if_exists", Type.STRING, "as --if-exists: skip, rename, overwrite or fail", "skip"),
            new SettingKey("tools.ffmpeg", Type.STRING, "the ffmpeg to use"),
            new SettingKey("tools.ffprobe", Type.STRING, "the ffprobe to use; beside ffmpeg unless set"),
            new SettingKey("queue.download", Type.INTEGER, "downloads at once", 3),
            new SettingKey("queue.processing", Type.INTEGER, "separations at once", Math.max(1, CORES / 2)),
            new SettingKey("queue.analysis", Type.INTEGER, "analyses at once", CORES),
            new SettingKey(
                    "jobs.retry_base_ms",
                    Type.INTEGER,
                    "wait before the first retry of a job; doubled after each",
                    2_000),
            new SettingKey(
                    "jobs.keep_days",
                    Type.INTEGER,
                    "ended jobs and their logs are removed after so long; 0 keeps them",
                    90),
            new SettingKey("download.max_mb", Type.INTEGER, "largest file that is downloaded", 8 << 10),
            new SettingKey(
                    "download.local",
                    Type.STRING,
                    "copy or link: files of this machine, without --copy and --link",
                    "copy"),
            new SettingKey("download.per_host", Type.INTEGER, "transfers at once from one host", 4),
            new SettingKey(
                    "separation.model",
                    Type.STRING,
                    "model to separate with; the best that is installed, or the built-in kl-nmf"),
            new SettingKey(
                    "separation.unload_minutes",
                    Type.INTEGER,
                    "a neural model that nobody uses stays loaded so long",
                    5),
            new SettingKey("tools.yt_dlp", Type.STRING, "the yt-dlp to use, for web pages and searches"),
            new SettingKey("tools.spotdl", Type.STRING, "the spotdl to use, for Spotify tracks"),
            new SettingKey("tools.demucs", Type.STRING, "the demucs to use, for separation with --engine demucs"),
            new SettingKey("lalalai.key_file", Type.STRING, "file of mode 600 with the license key of LALAL.AI"),
            new SettingKey("lalalai.api_url", Type.STRING, "base URL of LALAL.AI's API", "https://www.lalal.ai"),
            new SettingKey(
                    "spotify.credentials_file", Type.STRING, "file of mode 600 with client_id and client_secret"),
            new SettingKey("spotify.api_url", Type.STRING, "base URL of Spotify's Web API", "https://api.spotify.com"),
            new SettingKey(
                    "spotify.accounts_url",
                    Type.STRING,
                    "base URL of Spotify's token service",
                    "https://accounts.spotify.com"));

    private static final String OUTPUT = "output.";

    private final Map<String, Object> values;
    private final Map<String, String> origins;
    private final List<String> warnings;

    private Settings(Map<String, Object> values, Map<String, String> origins, List<String> warnings) {
        this.values = Map.copyOf(values);
        this.origins = Map.copyOf(origins);
        this.warnings = List.copyOf(warnings);
    }

    /** Nothing set: what is built in. */
    public static Settings none() {
        return new Settings(Map.of(), Map.of(), List.of());
    }

    /**
     * Reads the file, if there is one, and the environment.
     *
     * @throws SfaException (CONFIG) for a file that is not TOML and for a value of the wrong type
     */
    public static Settings load(SfaPaths paths, Map<String, String> env) {
        return load(paths, env, null);
    }

    /**
     * As {@link #load(SfaPaths, Map)}, with the file {@code .sfa.toml} of a folder between the two, of which only what
     * says where output goes counts: a folder that came from elsewhere must not choose programs or ports.
     *
     * @param folder null for none
     */
    public static Settings load(SfaPaths paths, Map<String, String> env, Path folder) {
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, String> origins = new LinkedHashMap<>();
        List<String> warnings = new ArrayList<>();
        read(paths.configFile(), "", values, origins, warnings);
        if (folder != null) {
            read(folder.resolve(".sfa.toml"), OUTPUT, values, origins, warnings);
        }
        for (SettingKey key : KEYS) {
            String value = env.get(key.variable());
            if (value != null && !value.isBlank()) {
                values.put(key.name(), checked(key, value, key.variable()));
                origins.put(key.name(), key.variable());
            }
        }
        return new Settings(values, origins, warnings);
    }

    /** Adds what a file sets, if it is there; of names that do not begin so, nothing. */
    private static void read(
            Path file, String prefix, Map<String, Object> values, Map<String, String> origins, List<String> warnings) {
        if (!Files.isRegularFile(file)) {
            return;
        }
        Map<String, Object> found = new LinkedHashMap<>();
        flatten("", toml(file), found);
        found.forEach((name, value) -> {
            Optional<SettingKey> key = key(name);
            if (key.isEmpty()) {
                warnings.add(file + ": unknown setting " + name + suggestion(name) + "; it is ignored.");
            } else if (!name.startsWith(prefix)) {
                warnings.add(file + ": " + name + " counts in the user's settings only; it is ignored.");
            } else {
                values.put(name, checked(key.get(), value, file.toString()));
                origins.put(name, file.toString());
            }
        });
    }

    /** What is set; empty when nothing is. */
    public Optional<String> string(String name) {
        return Optional.ofNullable((String) values.get(known(name)));
    }

    /** What is set, else what is built in; of a setting that has such a value. */
    public String text(String name) {
        return (String) inForce(name);
    }

    /** As {@link #text}. */
    public int integer(String name) {
        return (Integer) inForce(name);
    }

    private Object inForce(String name) {
        return values.getOrDefault(name, key(known(name)).orElseThrow().builtIn());
    }

    public int integer(String name, int fallback) {
        return values.get(known(name)) instanceof Integer value ? value : fallback;
    }

    public boolean isSet(String name) {
        return values.containsKey(known(name));
    }

    /** Names of the settings that have another value there, or only one of the two. */
    public Set<String> differing(Settings other) {
        Set<String> names = new TreeSet<>();
        for (SettingKey key : KEYS) {
            if (!Objects.equals(values.get(key.name()), other.values.get(key.name()))) {
                names.add(key.name());
            }
        }
        return names;
    }

    /**
     * A setting as it is in force.
     *
     * @param value null when nothing is set and nothing is built in
     * @param origin the file or the variable it comes from; {@code built-in} when nothing is set
     * @param help one line for a person
     */
    public record Setting(String name, Object value, String origin, String help) {}

    /** Every setting there is. */
    public List<Setting> all() {
        return KEYS.stream()
                .map(key -> new Setting(
                        key.name(), inForce(key.name()), origins.getOrDefault(key.name(), "built-in"), key.help()))
                .toList();
    }

    /** Unknown settings, a sentence each. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * The key of that name, which a person may have mistyped.
     *
     * @throws SfaException (USAGE) when there is none
     */
    static SettingKey named(String name) {
        return key(name)
                .orElseThrow(() -> new SfaException(
                        ErrorCode.USAGE,
                        "There is no setting " + name + suggestion(name) + "; \"sfa config list\" lists them."));
    }

    /** What a TOML text sets, by dotted name, unchecked. */
    static Map<String, Object> parse(String toml) throws JsonProcessingException {
        Map<String, Object> values = new LinkedHashMap<>();
        flatten("", new TomlMapper().readValue(toml, Map.class), values);
        return values;
    }

    private static Map<?, ?> toml(Path file) {
        try {
            return new TomlMapper().readValue(Files.readString(file), Map.class);
        } catch (JsonProcessingException e) {
            throw new SfaException(
                    ErrorCode.CONFIG,
                    file + " is not valid TOML (line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage()
                            + "); correct it.",
                    e);
        } catch (IOException e) {
            throw new SfaException(ErrorCode.CONFIG, file + " cannot be read (" + e.getMessage() + ").", e);
        }
    }

    private static void flatten(String prefix, Map<?, ?> table, Map<String, Object> into) {
        table.forEach((key, value) -> {
            if (value instanceof Map<?, ?> nested) {
                flatten(prefix + key + ".", nested, into);
            } else {
                into.put(prefix + key, value);
            }
        });
    }

    static Object checked(SettingKey key, Object value, String origin) {
        String text = String.valueOf(value);
        boolean fits = switch (key.type()) {
            case STRING -> value instanceof String;
            case INTEGER -> text.matches("\\d{1,9}");
            case BOOLEAN -> text.matches("true|false");
        };
        if (!fits) {
            throw new SfaException(
                    ErrorCode.CONFIG,
                    origin + ": " + key.name() + " is \"" + text + "\", but must be " + key.type().words + ".");
        }
        return switch (key.type()) {
            case STRING -> text;
            case INTEGER -> Integer.valueOf(text);
            case BOOLEAN -> Boolean.valueOf(text);
        };
    }

    private static Optional<SettingKey> key(String name) {
        return KEYS.stream().filter(key -> key.name().equals(name)).findFirst();
    }

    private static String known(String name) {
        return key(name)
                .orElseThrow(() -> new IllegalArgumentException("no setting " + name))
                .name();
    }

    /** What to say after a name that is no setting's: the setting it looks like, or nothing. */
    public static String suggestion(String name) {
        return KEYS.stream()
                .map(SettingKey::name)
                .filter(known -> Words.distance(known, name) <= 3)
                .min(java.util.Comparator.comparingInt(known -> Words.distance(known, name)))
                .map(known -> " (did you mean " + known + "?)")
                .orElse("");
    }
}
