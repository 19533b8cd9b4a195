package dev.sfa.cli.command;

import dev.sfa.core.download.AudioExtensions;
import dev.sfa.core.download.SpotifyAddress;
import dev.sfa.core.error.SfaException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** What addresses lead to, as the daemon sees it; several are looked at at once. */
final class Sources {
    private static final int AT_ONCE = 4;
    /** A long play list takes yt-dlp minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Session session;
    private final Map<String, Object> params;

    /** @param params of the download, which decide what is new */
    Sources(Session session, Map<String, Object> params) {
        this.session = session;
        this.params = params;
    }

    /** Lists on the web, albums and play lists as what is in them; everything else as it is. */
    List<Input> expanded(List<Input> inputs) {
        if (inputs.stream().noneMatch(Sources::mayBeList)) {
            return inputs;
        }
        session.api();
        List<List<Input>> found =
                each(inputs, input -> mayBeList(input) ? items((Input.Remote) input) : List.of(input));
        return found.stream().flatMap(List::stream).toList();
    }

    /** A web address that ends like an audio file's is one: only others are looked at first. */
    private static boolean mayBeList(Input input) {
        if (!(input instanceof Input.Remote remote)) {
            return false;
        }
        return SpotifyAddress.find(remote.url())
                .map(address -> address.kind() != SpotifyAddress.Kind.TRACK)
                .orElseGet(() -> !AudioExtensions.endsWithOne(remote.url().replaceFirst("[?#].*", "")));
    }

    private List<Input> items(Input.Remote list) {
        Map<String, Object> listing;
        try {
            listing = listing(list.url());
        } catch (SfaException e) {
            // What is wrong with it is for its download to say, which also tries again what may pass. But no album can
            // be
            // downloaded as one.
            return List.of(SpotifyAddress.find(list.url()).isPresent() ? new Input.Refused(list.name(), e) : list);
        }
        List<Map<String, Object>> items = items(listing);
        boolean single = items.size() == 1 && !"rss".equals(listing.get("source"));
        if (single) {
            return List.of(list);
        }
        List<Input> inputs = new ArrayList<>();
        items.forEach(item -> inputs.add(new Input.Remote((String) item.get("url"), title(item))));
        return inputs;
    }

    /**
     * What the daemon says of an address.
     *
     * @param url an address, or the absolute path of a file
     * @throws SfaException with what is wrong with it
     */
    Map<String, Object> listing(String url) {
        Map<String, Object> body = new LinkedHashMap<>(params);
        body.put("url", url);
        return session.api().post("/api/download/list", body, PATIENCE).object();
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> items(Map<String, Object> listing) {
        return (List<Map<String, Object>>) listing.get("items");
    }

    static String title(Map<String, Object> item) {
        return item.get("artist") == null
                ? String.valueOf(item.get("title"))
                : item.get("artist") + " - " + item.get("title");
    }

    /** The results in the order of the inputs. */
    static <T, R> List<R> each(List<T> inputs, Function<T, R> work) {
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(AT_ONCE, Math.max(1, inputs.size())), body -> {
            Thread thread = new Thread(body, "look");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<R>> futures = inputs.stream()
                    .map(input -> threads.submit(() -> work.apply(input)))
                    .toList();
            List<R> results = new ArrayList<>();
            for (Future<R> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
