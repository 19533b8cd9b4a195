package dev.sfa.core.separation.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The inputs or the outputs of a network. They are found by rank; their names mean nothing. */
final class Ports {
    /**
     * @param name as in the file
     * @param shape lengths of the axes, -1 where free
     * @param half whether its numbers have 16 bits instead of 32
     */
    record Port(String name, long[] shape, boolean half) {
        /** Whether numbers of this shape fit: where it says nothing, any length does. */
        boolean takes(long... lengths) {
            if (lengths.length != shape.length) {
                return false;
            }
            for (int i = 0; i < lengths.length; i++) {
                if (shape[i] > 0 && shape[i] != lengths[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Port> ports;

    Ports(List<Port> ports) {
        this.ports = List.copyOf(ports);
    }

    int count() {
        return ports.size();
    }

    /** Whether numbers of this shape fit the only port with as many axes. */
    boolean take(long... lengths) {
        return named(lengths.length).filter(port -> port.takes(lengths)).isPresent();
    }

    /** The shape of the only port with so many axes. */
    Optional<long[]> ofRank(int rank) {
        return named(rank).map(Port::shape);
    }

    Optional<Port> named(int rank) {
        List<Port> found = new ArrayList<>();
        for (Port port : ports) {
            if (port.shape().length == rank) {
                found.add(port);
            }
        }
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    @Override
    public String toString() {
        return ports.stream()
                .map(port -> port.name() + java.util.Arrays.toString(port.shape()))
                .collect(Collectors.joining(", "));
    }
}
