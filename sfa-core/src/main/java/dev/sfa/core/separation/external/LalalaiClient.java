package dev.sfa.core.separation.external;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.download.Answers;
import dev.sfa.core.download.Attempts;
import dev.sfa.core.download.EnvironmentProxies;
import dev.sfa.core.download.HttpAddress;
import dev.sfa.core.download.HttpBody;
import dev.sfa.core.download.HttpFault;
import dev.sfa.core.download.HttpGet;
import dev.sfa.core.download.HttpReply;
import dev.sfa.core.download.HttpTiming;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.FileEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;

/**
 * The API of LALAL.AI (www.lalal.ai/api/help), version 0, whose answers are JSON objects with a {@code status}. May be used
 * from many threads at once. The key is read anew for each request.
 */
public final class LalalaiClient {
    private static final String SETTING_URL = "lalalai.api_url";
    private static final int LARGEST_ANSWER = 1 << 20;
    private static final int BLOCK_BYTES = 1 << 16;
    /** The answer to an upload comes when all of it is there. */
    private static final Duration LONGEST_UPLOAD = Duration.ofHours(2);

    private static final Pattern KEY_TROUBLE =
            Pattern.compile("licen[sc]e|expired|authori[sz]|permission|activation|invalid key|wrong key");
    private static final Pattern QUOTA_TROUBLE =
            Pattern.compile("limit|minutes|duration|quota|exceed|not enough|insufficient|balance|payment");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final Path keyFile;
    private final HttpTiming timing;
    private final HttpClient client;

    LalalaiClient(URI base, Path keyFile, HttpTiming timing, EnvironmentProxies proxies) {
        this.base = base;
        this.keyFile = keyFile;
        this.timing = timing;
        // Follows no redirection, which would take the key along, to wherever it leads.
        this.client = timing.client(proxies);
    }

    /** @throws SfaException (CONFIG) when the setting {@code lalalai.api_url} is no URL */
    public static LalalaiClient of(Settings settings, SfaPaths paths, Map<String, String> env) {
        return of(settings, paths, env, HttpTiming.USUAL);
    }

    static LalalaiClient of(Settings settings, SfaPaths paths, Map<String, String> env, HttpTiming timing) {
        URI base;
        try {
            base = HttpAddress.parse(settings.text(SETTING_URL)).uri();
        } catch (SfaException e) {
            throw new SfaException(
                    ErrorCode.CONFIG, "The setting " + SETTING_URL + " is not a URL; correct or remove it.", e);
        }
        Path key = settings.string("lalalai.key_file")
                .map(Path::of)
                .orElse(paths.config().resolve("lalalai.key"));
        return new LalalaiClient(base, key, timing, EnvironmentProxies.of(env));
    }

    /** @throws SfaException (UNAUTHORIZED) when there is no key that may be used */
    void checkKey() {
        LalalaiKey.read(keyFile);
    }

    /**
     * What is left of the license.
     *
     * @throws SfaException UNAUTHORIZED when the key is missing or not accepted, TRY_LATER for passing faults
     */
    public LalalaiQuota quota(CancellationToken cancellation) {
        String key = URLEncoder.encode(LalalaiKey.read(keyFile).text(), StandardCharsets.UTF_8);
        JsonNode answer =
                again(() -> new HttpUriRequestBase("GET", at("/billing/get-limits/?key=" + key)), cancellation);
        return new LalalaiQuota(
                answer.path("option").asText(""),
                answer.path("process_duration_limit").asDouble(0),
                answer.path("process_duration_used").asDouble(0),
                answer.path("process_duration_left").asDouble(0));
    }

    /**
     * Stops what LALAL.AI does with files.
     *
     * @param ids of the files
     * @throws SfaException as {@link #quota}; FAILED when LALAL.AI refuses
     */
    public void cancel(List<String> ids, CancellationToken cancellation) {
        again(() -> form("/api/cancel/", Map.of("id", String.join(",", ids))), cancellation);
    }

    /**
     * Stops all work of the license.
     *
     * @throws SfaException as {@link #cancel}
     */
    public void cancelAll(CancellationToken cancellation) {
        // Version 0 has no such thing.
        again(
                () -> {
                    HttpUriRequestBase request = form("/api/v1/cancel/all/", Map.of());
                    request.setHeader("X-License-Key", LalalaiKey.read(keyFile).text());
                    return request;
                },
                cancellation);
    }

    /** @return the id of the file there; LALAL.AI deletes it after a day */
    String upload(Path file, ProgressListener progress, CancellationToken cancellation) throws IOException {
        long size = Files.size(file);
        HttpUriRequestBase request = new HttpUriRequestBase("POST", at("/api/upload/"));
        request.setHeader("Content-Disposition", "attachment; filename=\"" + file.getFileName() + "\"");
        request.setEntity(new CountedUpload(
                new FileEntity(file.toFile(), ContentType.APPLICATION_OCTET_STREAM),
                sent -> progress.progress((double) sent / size, "sending the recording to LALAL.AI")));
        HttpTiming patient = new HttpTiming(
                timing.connect(),
                LONGEST_UPLOAD,
                timing.window(),
                timing.leastBytes(),
                timing.retries(),
                timing.backoff(),
                timing.longestBackoff());
        String id =
                object(authorized(request), patient, cancellation).path("id").asText("");
        if (id.isEmpty()) {
            throw strange();
        }
        return id;
    }

    /**
     * Queues the split of a file into a stem and the rest. Not repeated: it may cost.
     *
     * @param stem as LALAL.AI calls it
     * @param splitter the network, empty to let LALAL.AI choose
     */
    void split(String id, String stem, Optional<String> splitter, CancellationToken cancellation) {
        Map<String, Object> order = new java.util.LinkedHashMap<>(Map.of("id", id, "stem", stem));
        splitter.ifPresent(name -> order.put("splitter", name));
        String params = JSON.valueToTree(List.of(order)).toString();
        object(authorized(form("/api/split/", Map.of("params", params))), timing, cancellation);
    }

    /** How far the last split of a file is. */
    LalalaiTask check(String id, CancellationToken cancellation) {
        JsonNode result =
                again(() -> form("/api/check/", Map.of("id", id)), cancellation).path("result");
        if (!result.has(id)) {
            throw strange();
        }
        return LalalaiTask.of(result.path(id));
    }

    /**
     * Fetches a stem. The address carries what gives access to it: the key is not sent along.
     *
     * @param size bytes that it must have, -1 if not known
     * @throws SfaException (TRY_LATER) when fewer or more come
     */
    void download(String url, long size, Path to, CancellationToken cancellation) {
        if (!url.matches("https?://.+")) {
            throw strange();
        }
        HttpAddress address = HttpAddress.parse(url);
        new Attempts(timing, cancellation).run(() -> {
            HttpGet get = new HttpGet(new Answers(client, timing, cancellation), address);
            try (HttpReply reply = get.send(Map.of())) {
                if (reply.status() != 200) {
                    throw fault(reply.status(), "", reply.retryAfter().orElse(null));
                }
                save(reply.body(), size, to, address, cancellation);
            }
            return to;
        });
    }

    private static void save(HttpBody body, long size, Path to, HttpAddress address, CancellationToken cancellation) {
        long count = 0;
        try (OutputStream out = Files.newOutputStream(to)) {
            byte[] block = new byte[BLOCK_BYTES];
            while (true) {
                int n;
                try {
                    n = body.read(block);
                } catch (IOException e) {
                    cancellation.throwIfCancelled();
                    throw HttpFault.broke(address, count, size, e);
                }
                if (n < 0) {
                    break;
                }
                out.write(block, 0, n);
                count += n;
            }
        } catch (IOException e) {
            throw new SfaException(
                    ErrorCode.CANNOT_WRITE,
                    to.getParent() + " cannot be written to (" + e.getMessage() + "); make room there.",
                    e);
        }
        if (size >= 0 && count != size) {
            throw HttpFault.broke(address, count, size, null);
        }
    }

    private JsonNode again(java.util.function.Supplier<HttpUriRequestBase> request, CancellationToken cancellation) {
        return new Attempts(timing, cancellation).run(() -> object(authorized(request.get()), timing, cancellation));
    }

    private HttpUriRequestBase authorized(HttpUriRequestBase request) {
        request.setHeader("Authorization", "license " + LalalaiKey.read(keyFile).text());
        return request;
    }

    private HttpUriRequestBase form(String path, Map<String, String> fields) {
        StringBuilder body = new StringBuilder();
        fields.forEach((name, value) -> body.append(body.length() == 0 ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        HttpUriRequestBase request = new HttpUriRequestBase("POST", at(path));
        request.setEntity(new StringEntity(body.toString(), ContentType.create("application/x-www-form-urlencoded")));
        return request;
    }

    private URI at(String path) {
        return URI.create(base.toString().replaceAll("/+$", "") + path);
    }

    /** The answer, if it is a good one. */
    private JsonNode object(HttpUriRequestBase request, HttpTiming patience, CancellationToken cancellation) {
        HttpAddress address = HttpAddress.parse(base.toString());
        HttpReply reply = new Answers(client, patience, cancellation).send(request, address);
        JsonNode json;
        try (HttpBody body = reply.body()) {
            json = JSON.readTree(body.readNBytes(LARGEST_ANSWER));
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            json = JSON.missingNode();
        } catch (IOException e) {
            cancellation.throwIfCancelled();
            throw HttpFault.broke(address, 0, -1, e);
        }
        String words = json.path("error").asText(json.path("detail").asText(""));
        if (reply.status() != 200 || json.path("status").asText("").equals("error")) {
            throw fault(reply.status(), words, reply.retryAfter().orElse(null));
        }
        if (!json.isObject()) {
            throw strange();
        }
        return json;
    }

    private static SfaException strange() {
        return new SfaException(
                ErrorCode.TRY_LATER, "LALAL.AI answered with something that cannot be understood; try again later.");
    }

    /**
     * A refusal in words for a person.
     *
     * @param words LALAL.AI's own, or empty
     */
    SfaException fault(int status, String words, Duration retryAfter) {
        String theirs = words.isEmpty()
                ? ""
                : " (" + (words.endsWith(".") ? words.substring(0, words.length() - 1) : words) + ")";
        String lower = words.toLowerCase(Locale.ROOT);
        if (status >= 500 || status == 429 || status == 408) {
            return SfaException.tryLater("LALAL.AI cannot serve now (" + status + "); try again later.", retryAfter);
        }
        if (status != 401 && status != 403 && QUOTA_TROUBLE.matcher(lower).find()) {
            return new SfaException(
                    ErrorCode.FAILED,
                    "The license of LALAL.AI is not good for this recording" + theirs
                            + "; add minutes to it at www.lalal.ai, or ask for fewer stems.");
        }
        if (status == 401 || status == 403 || KEY_TROUBLE.matcher(lower).find()) {
            return new SfaException(
                    ErrorCode.UNAUTHORIZED,
                    "LALAL.AI does not accept the license key in " + keyFile + theirs
                            + "; correct it, or renew the license at www.lalal.ai.");
        }
        return new SfaException(
                ErrorCode.FAILED,
                "LALAL.AI refuses the request" + (theirs.isEmpty() ? " (status " + status + ")" : theirs) + ".");
    }
}
