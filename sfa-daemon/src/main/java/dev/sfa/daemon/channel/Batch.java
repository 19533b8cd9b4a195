package dev.sfa.daemon.channel;

import dev.sfa.core.protocol.PhoenixMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Broadcasts of one topic that are delivered together. Encoded once per serializer, when the first client needs it. */
final class Batch {
    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);

    /** Bounds what a client that is behind loses at once. */
    private static final int MAX_FRAMES = 256;

    private static final int MAX_BYTES = 64 << 10;

    private final List<Broadcast> broadcasts;
    private final long lowestOrder;
    private final AtomicReferenceArray<List<Parcel>> parcels = new AtomicReferenceArray<>(Serializer.values().length);

    Batch(List<Broadcast> broadcasts) {
        this.broadcasts = List.copyOf(broadcasts);
        this.lowestOrder = broadcasts.stream()
                .mapToLong(b -> b.order() == 0 ? Long.MAX_VALUE : b.order())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Without what stands in the order up to {@code order}. */
    Batch after(long order) {
        return lowestOrder > order
                ? this
                : new Batch(broadcasts.stream()
                        .filter(b -> b.order() == 0 || b.order() > order)
                        .toList());
    }

    List<Parcel> parcels(Serializer serializer) {
        List<Parcel> encoded = parcels.get(serializer.ordinal());
        if (encoded == null) {
            encoded = encode(serializer); // made twice at worst
            parcels.set(serializer.ordinal(), encoded);
        }
        return encoded;
    }

    /** What cannot be encoded is left out, or thrown when it is alone. */
    private List<Parcel> encode(Serializer serializer) {
        List<Parcel> result = new ArrayList<>(1);
        List<Frame> frames = new ArrayList<>(broadcasts.size());
        boolean expendable = false;
        int bytes = 0;
        for (Broadcast broadcast : broadcasts) {
            if (!serializer.carries(broadcast.payload())) {
                continue;
            }
            Frame frame;
            try {
                frame = serializer.encode(
                        PhoenixMessage.broadcast(broadcast.topic(), broadcast.event(), broadcast.payload()));
            } catch (RuntimeException | Error e) {
                if (broadcasts.size() == 1) {
                    throw e;
                }
                LOG.warn("an event of {} cannot be sent", broadcast.topic(), e); // those beside it shall
                continue;
            }
            boolean full = frames.size() == MAX_FRAMES || bytes + frame.data().length > MAX_BYTES;
            if (!frames.isEmpty() && (full || expendable != broadcast.expendable())) {
                result.add(new Parcel(List.copyOf(frames), expendable));
                frames.clear();
                bytes = 0;
            }
            expendable = broadcast.expendable();
            frames.add(frame);
            bytes += frame.data().length;
        }
        if (!frames.isEmpty()) {
            result.add(new Parcel(List.copyOf(frames), expendable));
        }
        return List.copyOf(result);
    }
}
