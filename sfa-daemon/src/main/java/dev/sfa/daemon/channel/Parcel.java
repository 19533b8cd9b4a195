package dev.sfa.daemon.channel;

import java.util.List;

/**
 * Frames that leave together, in order. Shared by every socket they go to, so the bytes for a WebSocket are put
 * together once.
 */
final class Parcel {
    private final List<Frame> frames;
    private final boolean expendable;
    private final int size;
    private volatile byte[] wire;

    /** @param expendable whether a client that is behind can do without: a newer frame says the same and more */
    Parcel(List<Frame> frames, boolean expendable) {
        this.frames = frames;
        this.expendable = expendable;
        this.size = WireFormat.length(frames);
    }

    /** A control frame of a WebSocket, complete. */
    Parcel(byte[] wire) {
        this.frames = List.of();
        this.expendable = false;
        this.size = wire.length;
        this.wire = wire;
    }

    static Parcel of(Frame frame) {
        return new Parcel(List.of(frame), false);
    }

    /** None for a control frame. */
    List<Frame> frames() {
        return frames;
    }

    int count() {
        return Math.max(1, frames.size());
    }

    /** Bytes on a WebSocket. */
    int size() {
        return size;
    }

    boolean isExpendable() {
        return expendable;
    }

    /** The frames as a server writes them on a WebSocket. Not to be changed. */
    byte[] wire() {
        byte[] bytes = wire;
        if (bytes == null) {
            bytes = WireFormat.concat(frames); // made twice at worst
            wire = bytes;
        }
        return bytes;
    }
}
