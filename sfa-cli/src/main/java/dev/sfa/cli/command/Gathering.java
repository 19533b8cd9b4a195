package dev.sfa.cli.command;

import dev.sfa.cli.output.Claims;
import dev.sfa.core.error.SfaException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What several lines of a manifest want: submitted together, to be followed together. */
final class Gathering {
    private final Submission submission;
    private final List<Line> lines = new ArrayList<>();
    private final List<Order> orders = new ArrayList<>();
    private final Map<Order, Delivery> deliveries = new IdentityHashMap<>();
    private final Claims claims = new Claims();

    /** What one line led to. */
    private record Line(int number, List<Order> orders) {}

    Gathering(Session session) {
        this.submission = new Submission(session);
    }

    /** What is added from now on belongs to a line. */
    void begin(int number) {
        lines.add(new Line(number, new ArrayList<>()));
    }

    /**
     * Adds to what the line wants.
     *
     * @param delivery copies what comes out
     */
    void add(List<Input> inputs, Wish wish, Optional<Delivery> delivery) {
        Line line = lines.get(lines.size() - 1);
        submission.add(inputs, wish, order -> {
            line.orders().add(order);
            delivery.ifPresent(copies -> deliveries.put(order, copies));
        });
    }

    /**
     * Submits all of it.
     *
     * @return the lines of which nothing is left, because their only input was refused
     */
    Map<Integer, SfaException> submit() {
        submission.flush();
        Map<Integer, SfaException> refusals = new TreeMap<>();
        for (Line line : lines) {
            if (line.orders().size() == 1 && line.orders().get(0).refusal() != null) {
                refusals.put(line.number(), line.orders().get(0).refusal());
            } else {
                orders.addAll(line.orders());
            }
        }
        return refusals;
    }

    /** The paths that the copies of all lines get. */
    Claims claims() {
        return claims;
    }

    List<Order> orders() {
        return orders;
    }

    Optional<Delivery> delivery(Order order) {
        return Optional.ofNullable(deliveries.get(order));
    }
}
