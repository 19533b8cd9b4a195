package dev.sfa.daemon.channel;

import dev.sfa.core.protocol.PhoenixMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Broadcasts of one topic that are delivered together. Encoded once per serializer, when the first client needs it. */
final class Batch {
    /** Bounds what a client that is behind loses at once. */
    private static final int MAX_FRAMES = 256;

    private final List<Broadcast> broadcasts;
    private final long lowestSeq;
    private final AtomicReferenceArray<List<Parcel>> parcels = new AtomicReferenceArray<>(Serializer.values().length);

    Batch(List<Broadcast> broadcasts) {
        this.broadcasts = List.copyOf(broadcasts);
        this.lowestSeq = broadcasts.stream()
                .mapToLong(b -> b.seq() == 0 ? Long.MAX_VALUE : b.seq())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Without what has a sequence number up to {@code seq}. */
    Batch after(long seq) {
        return lowestSeq > seq
                ? this
                : new Batch(broadcasts.stream()
                        .filter(b -> b.seq() == 0 || b.seq() > seq)
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

    private List<Parcel> encode(Serializer serializer) {
        List<Parcel> result = new ArrayList<>(1);
        List<Frame> frames = new ArrayList<>(broadcasts.size());
        boolean expendable = false;
        for (Broadcast broadcast : broadcasts) {
            if (!frames.isEmpty() && (expendable != broadcast.expendable() || frames.size() == MAX_FRAMES)) {
                result.add(new Parcel(List.copyOf(frames), expendable));
                frames.clear();
            }
            expendable = broadcast.expendable();
            frames.add(serializer.encode(
                    PhoenixMessage.broadcast(broadcast.topic(), broadcast.event(), broadcast.payload())));
        }
        if (!frames.isEmpty()) {
            result.add(new Parcel(List.copyOf(frames), expendable));
        }
        return List.copyOf(result);
    }
}
