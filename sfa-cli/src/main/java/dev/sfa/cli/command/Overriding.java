package dev.sfa.cli.command;

import java.util.Locale;

/** Says when a variable of the environment is stronger than the file that was just changed. */
final class Overriding {
    private Overriding() {}

    static void remark(Session session, String setting) {
        String variable = "SFA_" + setting.toUpperCase(Locale.ROOT).replace('.', '_');
        if (!session.env().getOrDefault(variable, "").isBlank()) {
            session.remark("The variable " + variable + " is set, and stronger.");
        }
    }
}
