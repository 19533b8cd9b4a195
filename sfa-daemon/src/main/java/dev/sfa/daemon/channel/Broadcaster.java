package dev.sfa.daemon.channel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries broadcasts to the subscribers of their topics. {@link #publish} only queues: a thread of its own encodes and
 * delivers, so that publishers (the jobs) do not wait for clients; all that has come in meanwhile is delivered
 * together.
 */
final class Broadcaster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Broadcaster.class);
    private static final int MAX_BATCH = 1024;

    private final Map<String, Set<ChannelInstance>> subscribers = new ConcurrentHashMap<>();
    private final BlockingQueue<Broadcast> waiting = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "channel-broadcast");

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    void subscribe(String topic, ChannelInstance subscriber) {
        subscribers.compute(topic, (key, set) -> {
            Set<ChannelInstance> target = set == null ? ConcurrentHashMap.newKeySet(1) : set;
            target.add(subscriber);
            return target;
        });
    }

    void unsubscribe(String topic, ChannelInstance subscriber) {
        subscribers.computeIfPresent(topic, (key, set) -> {
            set.remove(subscriber);
            return set.isEmpty() ? null : set;
        });
    }

    boolean hasSubscribers(String topic) {
        return subscribers.containsKey(topic);
    }

    /** Number of channels that are subscribed to a topic. */
    int subscribers(String topic) {
        return subscribers.getOrDefault(topic, Set.of()).size();
    }

    /** Delivers soon, in the order of the calls. */
    void publish(Broadcast broadcast) {
        if (hasSubscribers(broadcast.topic())) {
            waiting.add(broadcast);
        }
    }

    /**
     * Delivers before it returns.
     *
     * @throws IllegalArgumentException for a binary payload on a topic or event that is too long for one
     */
    void deliver(Broadcast broadcast, ChannelInstance except) {
        Batch batch = new Batch(List.of(broadcast));
        batch.parcels(Serializer.V2); // so that what cannot be encoded is the sender's failure
        for (ChannelInstance subscriber : subscribers.getOrDefault(broadcast.topic(), Set.of())) {
            if (subscriber != except) {
                subscriber.deliver(batch);
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        List<Broadcast> taken = new ArrayList<>();
        try {
            while (true) {
                taken.add(waiting.take());
                waiting.drainTo(taken, MAX_BATCH);
                try {
                    deliver(taken);
                } catch (RuntimeException | Error e) {
                    LOG.error("some events did not reach the clients", e); // those that follow shall
                }
                taken.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void deliver(List<Broadcast> broadcasts) {
        Map<String, List<Broadcast>> byTopic = new LinkedHashMap<>();
        for (Broadcast broadcast : broadcasts) {
            byTopic.computeIfAbsent(broadcast.topic(), topic -> new ArrayList<>())
                    .add(broadcast);
        }
        byTopic.forEach((topic, list) -> {
            Batch batch = new Batch(list);
            for (ChannelInstance subscriber : subscribers.getOrDefault(topic, Set.of())) {
                try {
                    subscriber.deliver(batch);
                } catch (RuntimeException | Error e) {
                    LOG.warn("an event of {} did not reach a client", topic, e);
                }
            }
        });
    }
}
