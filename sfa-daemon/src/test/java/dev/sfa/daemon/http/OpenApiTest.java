package dev.sfa.daemon.http;

import static dev.sfa.daemon.http.ApiServer.LOCAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.daemon.http.ApiServer.Answer;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description of the API against the API. */
class OpenApiTest {
    private static final Pattern CHOICE = Pattern.compile("\\{type: ([a-z|]+)}");

    @TempDir
    java.nio.file.Path home;

    private ApiServer api;
    private Map<String, Object> document;

    private record Operation(String method, String path, Map<String, Object> description) {
        /** Nothing has this id, and no job may end by it. */
        String call() {
            return path.replaceAll("\\{\\w+}", "00000000-0000-0000-0000-000000000000");
        }

        boolean isOpen() {
            return List.of().equals(description.get("security"));
        }
    }

    @BeforeEach
    void start() throws IOException {
        api = new ApiServer(home);
        Answer answer = api.call("GET", "/api/openapi.json", null, null);
        assertThat(answer.status()).isEqualTo(200);
        document = answer.json();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void everyRouteIsDescribedAndNothingElse() {
        TreeSet<String> described = new TreeSet<>();
        operations().forEach(operation -> described.add(operation.method() + " " + operation.path()));
        TreeSet<String> routes = new TreeSet<>();
        for (Object resource : HttpApi.resources(api.parts).getInstances()) {
            if (resource.getClass().isAnnotationPresent(Path.class)) {
                routes(resource.getClass(), routes);
            }
        }
        assertThat(routes).hasSizeGreaterThan(25);
        assertThat(described).isEqualTo(routes);
        assertThat(object(document.get("info"))).containsEntry("version", "test");
    }

    private static void routes(Class<?> resource, TreeSet<String> routes) {
        String root = resource.getAnnotation(Path.class).value();
        for (Method method : resource.getDeclaredMethods()) {
            for (Annotation annotation : method.getAnnotations()) {
                HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                if (verb != null) {
                    Path path = method.getAnnotation(Path.class);
                    String whole = (root + "/" + (path == null ? "" : path.value())).replaceAll("//+", "/");
                    expand(whole.length() > 1 ? whole.replaceAll("/$", "") : whole)
                            .forEach(each -> routes.add(verb.value() + " " + each));
                }
            }
        }
    }

    /** Routes of a choice as one each; other parameters by their names alone. */
    private static List<String> expand(String path) {
        Matcher choice = CHOICE.matcher(path);
        if (!choice.find()) {
            return List.of(path.replaceAll("\\{(\\w+):[^}]*}", "{$1}"));
        }
        List<String> all = new ArrayList<>();
        for (String each : choice.group(1).split("\\|")) {
            all.add(choice.replaceFirst(each));
        }
        return all;
    }

    @Test
    void whatIsSaidOfTokensIsSo() throws IOException {
        String reader = api.createToken("reader", "read");
        String submitter = api.createToken("submitter", "submit");
        for (Operation operation : operations()) {
            String name = operation.method() + " " + operation.path();
            Answer without = api.call(operation.method(), operation.call(), null, null);
            if (operation.isOpen()) {
                assertThat(without.status()).as(name).isEqualTo(200);
            } else {
                // After so many requests without a token their address has to wait.
                assertThat(without.status()).as(name).isIn(401, 429);
            }
            Object scope = operation.description().get("x-sfa-scope");
            assertThat(scope == null).as(name).isEqualTo(operation.isOpen());
            if ("admin".equals(scope)) {
                assertThat(api.call(operation.method(), operation.call(), submitter, null)
                                .status())
                        .as(name)
                        .isEqualTo(403);
            } else if ("submit".equals(scope)) {
                assertThat(api.call(operation.method(), operation.call(), reader, null)
                                .status())
                        .as(name)
                        .isEqualTo(403);
            } else if ("read".equals(scope)) {
                assertThat(api.call(operation.method(), operation.call(), reader, null)
                                .status())
                        .as(name)
                        .isNotIn(401, 403, 405);
            }
        }
    }

    @Test
    void bodiesTakeTheFieldsThatAreDescribed() throws IOException {
        int bodies = 0;
        for (Operation operation : operations()) {
            Map<String, Object> content =
                    object(object(operation.description().get("requestBody")).get("content"));
            if (!content.containsKey("application/json")) {
                continue;
            }
            bodies++;
            Map<String, Object> schema =
                    object(object(content.get("application/json")).get("schema"));
            Answer refused = api.call(operation.method(), operation.call(), LOCAL, "{\"no such field\":1}");
            assertThat(refused.status()).as(operation.path()).isEqualTo(422);
            String fields = String.join(
                    ", ", new TreeSet<>(object(schema.get("properties")).keySet()));
            assertThat(refused.json().get("error").toString())
                    .as(operation.path())
                    .endsWith("it takes " + fields + ".");
        }
        assertThat(bodies).isEqualTo(12);
    }

    @Test
    void answersHaveTheKeysThatAreDescribed() throws IOException {
        String track = api.track().id();
        assertKeys("Track", api.get("/api/tracks/" + track).data());
        assertKeys("Job", api.download(LOCAL, "http://127.0.0.1:1/x.mp3").data());
        assertKeys("Error", api.call("POST", "/api/download/track", LOCAL, "{}").json());
        assertKeys("PageMeta", object(api.get("/api/jobs").json().get("meta")));
        Map<String, Object> token =
                api.call("POST", "/api/tokens", LOCAL, "{\"name\":\"x\"}").data();
        assertThat(token.remove("token")).isNotNull();
        assertKeys("Token", token);
    }

    private void assertKeys(String schema, Map<String, Object> value) {
        Map<String, Object> schemas = object(object(document.get("components")).get("schemas"));
        assertThat(object(object(schemas.get(schema)).get("properties")).keySet())
                .as(schema)
                .isEqualTo(value.keySet());
    }

    private List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        object(document.get("paths"))
                .forEach((path, methods) -> object(methods)
                        .forEach((method, description) ->
                                all.add(new Operation(method.toUpperCase(Locale.ROOT), path, object(description)))));
        return all;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }
}
