package dev.sfa.cli.command;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The jobs of several commands, to be followed together. */
final class Gathering {
    private final List<Order> orders = new ArrayList<>();
    private final Map<Order, Delivery> deliveries = new IdentityHashMap<>();

    /** @param delivery copies what comes out of these orders */
    void add(List<Order> submitted, Optional<Delivery> delivery) {
        orders.addAll(submitted);
        delivery.ifPresent(copies -> submitted.forEach(order -> deliveries.put(order, copies)));
    }

    List<Order> orders() {
        return orders;
    }

    Optional<Delivery> delivery(Order order) {
        return Optional.ofNullable(deliveries.get(order));
    }
}
