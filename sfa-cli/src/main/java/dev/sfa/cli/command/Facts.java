package dev.sfa.cli.command;

import dev.sfa.cli.render.Printable;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names and values of one thing: aligned for a person, TAB-separated for a program, or one JSON object. */
final class Facts {
    private final Map<String, Object> facts = new LinkedHashMap<>();

    /** Adds a fact; null is left out except from JSON. */
    Facts put(String name, Object value) {
        facts.put(name, value);
        return this;
    }

    void print(Session session) {
        if (session.json()) {
            session.line(facts);
            return;
        }
        int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
        facts.forEach((name, value) -> {
            if (value != null) {
                String text = Printable.line(dev.sfa.cli.render.Results.text(value));
                session.streams()
                        .line(
                                session.streams().outTerminal()
                                        ? session.theme().strong(name) + " ".repeat(width - name.length() + 2) + text
                                        : name + "\t" + text);
            }
        });
    }
}
