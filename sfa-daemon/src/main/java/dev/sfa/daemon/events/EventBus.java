package dev.sfa.daemon.events;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publish and subscribe by topic, within the daemon. Subscribers run on the publisher's thread, in the order they
 * subscribed, so they see a topic's events in the order of publication and must be quick; one that throws is logged
 * and does not keep the others from hearing.
 *
 * <p>Topics: {@code tracks}, {@code jobs:{job_id}}, {@code jobs:all} (every job event once more).
 */
public final class EventBus {
    private static final Logger LOG = LoggerFactory.getLogger(EventBus.class);

    private final Map<String, List<Consumer<Object>>> subscribers = new ConcurrentHashMap<>();

    /** A handle of a subscription; closing it ends it. */
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /** Hears every event published on {@code topic} from now on. */
    public Subscription subscribe(String topic, Consumer<Object> subscriber) {
        subscribers.compute(topic, (key, list) -> {
            List<Consumer<Object>> target = list == null ? new CopyOnWriteArrayList<>() : list;
            target.add(subscriber);
            return target;
        });
        return () -> subscribers.computeIfPresent(topic, (key, list) -> {
            list.remove(subscriber);
            return list.isEmpty() ? null : list;
        });
    }

    public void publish(String topic, Object event) {
        for (Consumer<Object> subscriber : subscribers.getOrDefault(topic, List.of())) {
            try {
                subscriber.accept(event);
            } catch (RuntimeException e) {
                LOG.warn("a subscriber of {} failed", topic, e);
            }
        }
    }
}
