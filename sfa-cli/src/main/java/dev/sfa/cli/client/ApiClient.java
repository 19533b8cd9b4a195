package dev.sfa.cli.client;

import dev.sfa.cli.launch.DaemonAddress;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobView;
import dev.sfa.core.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The daemon's REST API. What the daemon refuses comes as an {@link SfaException} with its sentence and code; a daemon
 * that is gone as one with {@link ErrorCode#NO_DAEMON}.
 */
public final class ApiClient {
    /** The daemon takes no more at once. */
    public static final int MOST_SUBMISSIONS = 1_000;

    private static final int CONNECT_MILLIS = 2_000;
    private static final int ANSWER_MILLIS = 60_000;
    /** Hours of sound are decoded before an upload is answered. */
    private static final int CHECK_MILLIS = 600_000;

    static {
        // Otherwise a POST whose connection breaks is sent a second time behind our back.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    private final DaemonAddress address;

    public ApiClient(DaemonAddress address) {
        this.address = address;
    }

    /**
     * A successful answer.
     *
     * @param data what stands under {@code data}
     * @param meta what stands under {@code meta}, or an empty map
     */
    public record Answer(Object data, Map<String, Object> meta) {
        @SuppressWarnings("unchecked")
        public Map<String, Object> object() {
            return (Map<String, Object>) data;
        }

        @SuppressWarnings("unchecked")
        public List<Map<String, Object>> list() {
            return (List<Map<String, Object>>) data;
        }

        public JobView job() {
            return JobView.fromJson(object());
        }
    }

    /** @param path begins with a slash; may have a query */
    public Answer get(String path) {
        return answer(exchange("GET", path, null));
    }

    /** @param body null for none */
    public Answer post(String path, Map<String, Object> body) {
        return answer(exchange("POST", path, body));
    }

    /** @param patience how long the answer may take */
    public Answer post(String path, Map<String, Object> body, Duration patience) {
        return answer(exchange("POST", path, Content.of(body), Math.toIntExact(patience.toMillis())));
    }

    /**
     * What became of one submission of many.
     *
     * @param job null when it was refused, and when an archive has the source and its job has been removed
     * @param refusal null when it was not refused
     */
    public record Submitted(JobView job, SfaException refusal) {}

    /**
     * Submits many jobs in one request.
     *
     * @param submissions at most {@link #MOST_SUBMISSIONS}, each with its {@code type}; {@code after} may be {@code #N}, the
     *     N-th of them
     * @return an answer for each
     */
    public List<Submitted> batch(List<Map<String, Object>> submissions) {
        StringBuilder lines = new StringBuilder();
        submissions.forEach(each -> lines.append(Json.write(each)).append('\n'));
        byte[] body = lines.toString().getBytes(StandardCharsets.UTF_8);
        byte[] answer =
                exchange("POST", "/api/jobs/batch", new Content.Bytes("application/x-ndjson", body), ANSWER_MILLIS);
        List<Submitted> answers = new ArrayList<>();
        new String(answer, StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> answers.add(submitted(Json.parseObject(line))));
        if (answers.size() != submissions.size()) {
            throw new SfaException(ErrorCode.MISMATCH, "What answered is not a daemon of sfa.");
        }
        return answers;
    }

    @SuppressWarnings("unchecked")
    private Submitted submitted(Map<String, Object> line) {
        int status = line.get("status") instanceof Number number ? number.intValue() : 0;
        if (status / 100 != 2) {
            return new Submitted(null, refusal(status, line));
        }
        return new Submitted(
                line.get("data") instanceof Map<?, ?> job ? JobView.fromJson((Map<String, Object>) job) : null, null);
    }

    public Answer delete(String path) {
        return answer(exchange("DELETE", path, null));
    }

    /** @param id a job's id or a unique prefix of it */
    public JobView job(String id) {
        return get("/api/jobs/" + id(id)).job();
    }

    /**
     * Sends a file of this machine, as it is read. The daemon answers when it has checked it to its end.
     *
     * @return the track it has become
     * @throws SfaException (NO_INPUT) when it cannot be read
     */
    public Answer upload(Path file) {
        String path = "/api/tracks?filename=" + segment(String.valueOf(file.getFileName()));
        return answer(exchange("POST", path, Content.of(file), CHECK_MILLIS));
    }

    /** The body of an answer that is not in an envelope, for example a job's log. */
    public String text(String path) {
        return new String(exchange("GET", path, null), StandardCharsets.UTF_8);
    }

    /** The body of an answer that is not in an envelope, as it comes: for example a file of the library. */
    public InputStream stream(String path) {
        try {
            return open("GET", path, null, ANSWER_MILLIS).getInputStream();
        } catch (IOException e) {
            throw gone("The daemon at " + address + " does not answer (" + e.getMessage() + "); try again.", e);
        }
    }

    /**
     * An id as the last segment of a path.
     *
     * @throws SfaException (USAGE) for one that would lead to another place
     */
    public static String id(String text) {
        if (text.isBlank() || text.equals(".") || text.equals("..")) {
            throw new SfaException(ErrorCode.USAGE, "\"" + text + "\" is no id; the lists say those there are.");
        }
        return segment(text);
    }

    /** One segment of a path, or one value of a query, percent-encoded. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A path as it stands in JSON, for example of a file of the library, each segment percent-encoded. */
    public static String path(String text) {
        return Arrays.stream(text.split("/", -1)).map(ApiClient::segment).collect(Collectors.joining("/"));
    }

    private byte[] exchange(String method, String path, Map<String, Object> body) {
        return exchange(method, path, body == null ? null : Content.of(body), ANSWER_MILLIS);
    }

    private byte[] exchange(String method, String path, Content body, int patience) {
        try (InputStream in = open(method, path, body, patience).getInputStream()) {
            return in.readAllBytes();
        } catch (SocketException e) {
            throw gone("The connection to the daemon at " + address + " broke; try again.", e);
        } catch (IOException e) {
            throw gone("The daemon at " + address + " does not answer (" + e.getMessage() + "); try again.", e);
        }
    }

    /**
     * A connection whose answer is a success.
     *
     * @param body null for none
     */
    private HttpURLConnection open(String method, String path, Content body, int patience) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(address.url() + path).toURL().openConnection();
            connection.setRequestMethod(method);
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(patience);
            connection.setUseCaches(false);
            connection.setRequestProperty("Accept", "application/json, text/plain");
            if (!address.token().isEmpty()) {
                connection.setRequestProperty("Authorization", "Bearer " + address.token());
            }
            if (body != null) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", body.type());
                connection.setFixedLengthStreamingMode(body.length());
                send(body, connection);
            }
            int status = connection.getResponseCode();
            if (status / 100 == 2) {
                return connection;
            }
            throw refusal(status, connection.getErrorStream());
        } catch (ConnectException e) {
            throw gone("No daemon answers at " + address + "; start it with \"sfa daemon start\".", e);
        } catch (SocketException e) {
            throw gone("The connection to the daemon at " + address + " broke; try again.", e);
        } catch (IOException e) {
            throw gone("The daemon at " + address + " does not answer (" + e.getMessage() + "); try again.", e);
        }
    }

    private static void send(Content body, HttpURLConnection connection) throws IOException {
        try (OutputStream out = connection.getOutputStream()) {
            body.writeTo(out);
        } catch (SocketException e) {
            if (e instanceof ConnectException || !hasAnswer(connection)) {
                throw e;
            }
            // Who refuses a large body need not read it to its end.
        }
    }

    private static boolean hasAnswer(HttpURLConnection connection) {
        try {
            return connection.getResponseCode() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static SfaException gone(String sentence, IOException cause) {
        return new SfaException(ErrorCode.NO_DAEMON, sentence, cause);
    }

    @SuppressWarnings("unchecked")
    private static Answer answer(byte[] body) {
        try {
            Map<String, Object> envelope = (Map<String, Object>) Json.parse(body);
            Object meta = envelope.get("meta");
            return new Answer(
                    envelope.get("data"), meta instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of());
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new SfaException(ErrorCode.MISMATCH, "What answered is not a daemon of sfa.", e);
        }
    }

    private SfaException refusal(int status, InputStream body) throws IOException {
        Map<?, ?> error = Map.of();
        if (body != null) {
            try (body) {
                error = Json.parse(body.readAllBytes()) instanceof Map<?, ?> map ? map : error;
            } catch (IllegalArgumentException e) {
                // Not JSON: the status has to do.
            }
        }
        return refusal(status, error);
    }

    private SfaException refusal(int status, Map<?, ?> error) {
        ErrorCode code = error.get("code") instanceof String name
                ? ErrorCode.ofWireName(name).orElse(ofStatus(status))
                : ofStatus(status);
        if (code == ErrorCode.UNAUTHORIZED && status == 401) {
            return new SfaException(
                    code,
                    "The daemon at " + address + " does not know this client's token; "
                            + "restart it with \"sfa daemon restart\", or check the token file.");
        }
        String sentence = error.get("error") instanceof String text ? text : "The daemon answered " + status + ".";
        return new SfaException(code, sentence);
    }

    private static ErrorCode ofStatus(int status) {
        return switch (status) {
            case 400, 405, 413, 415, 422 -> ErrorCode.USAGE;
            case 401 -> ErrorCode.UNAUTHORIZED;
            case 403 -> ErrorCode.PERMISSION;
            case 404 -> ErrorCode.NOT_FOUND;
            case 429, 502, 503, 504 -> ErrorCode.TRY_LATER;
            case 507 -> ErrorCode.CANNOT_WRITE;
            default -> ErrorCode.BUG;
        };
    }
}
