package dev.sfa.daemon.channel;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A channel that does all a Phoenix channel can do, for checks of the protocol that jobs have no use for. */
final class RoomChannel implements Channel {
    /** Rooms that were entered and not left yet. */
    static final AtomicInteger OPEN = new AtomicInteger();

    /** A payload that cannot be encoded. */
    static final Map<String, Object> BROKEN = new AbstractMap<>() {
        @Override
        public Set<Map.Entry<String, Object>> entrySet() {
            throw new AssertionError("wanted by the test");
        }
    };

    private final ChannelOut out;

    private RoomChannel(ChannelOut out) {
        this.out = out;
        OPEN.incrementAndGet();
    }

    static Joined join(Join join) throws JoinRefused {
        return switch (join.topic()) {
            case "room:denied" -> throw new JoinRefused("unauthorized");
            case "room:crashjoin" -> throw new IllegalStateException("wanted by the test");
            case "room:early" -> {
                join.out().push("broken", BROKEN);
                join.out().push("sound", Map.of());
                yield new Joined(Map.of(), new RoomChannel(join.out()));
            }
            case "room:empty" -> new Joined(Map.of(), new RoomChannel(join.out()));
            default -> {
                Map<String, Object> response = new LinkedHashMap<>();
                response.put("hello", join.params());
                response.put("topic", join.topic());
                yield new Joined(response, new RoomChannel(join.out()));
            }
        };
    }

    @Override
    public Answer handle(String event, Object payload) {
        switch (event) {
            case "echo":
                return Answer.ok(payload);
            case "fail":
                return new Answer("error", payload, false);
            case "custom":
                return new Answer("maybe", payload, false);
            case "status":
                return Answer.OK;
            case "noreply":
                return Answer.NONE;
            case "push":
                out.push("pushed", payload);
                return Answer.NONE;
            case "bcast":
                out.broadcast("bcasted", payload);
                return Answer.OK;
            case "bcast_from":
                out.broadcastToOthers("bcasted", payload);
                return Answer.OK;
            case "bin":
                return Answer.ok(new byte[] {1, 2, 3, -1});
            case "bin_push":
                out.push("bin_pushed", payload);
                return Answer.NONE;
            case "bin_bcast":
                out.broadcast("bin_bcasted", payload);
                return Answer.NONE;
            case "crash":
                throw new IllegalStateException("wanted by the test");
            case "stop":
                return Answer.STOP;
            case "stop_reply":
                return new Answer("ok", Map.of("bye", 1), true);
            default:
                return Answer.error("unknown event");
        }
    }

    @Override
    public void ended() {
        OPEN.decrementAndGet();
    }
}
