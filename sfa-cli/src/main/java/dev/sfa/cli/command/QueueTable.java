package dev.sfa.cli.command;

import dev.sfa.cli.render.Table;
import java.util.List;
import java.util.Map;

/** Queues as lines, for whom they are. */
final class QueueTable {
    private QueueTable() {}

    static void print(Session session, List<Map<String, Object>> queues) {
        if (session.json()) {
            queues.forEach(session::line);
            return;
        }
        Table table = new Table(session.streams(), session.theme(), "QUEUE", "PARALLEL", "RUNNING", "STATE");
        for (Map<String, Object> queue : queues) {
            String state = Boolean.TRUE.equals(queue.get("paused")) ? "paused" : "open";
            table.row(queue.get("name"), queue.get("parallel"), queue.get("running"), state);
        }
        table.print();
    }
}
