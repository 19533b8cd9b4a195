package dev.sfa.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code sfa help} tells beside commands. Loaded only for help. */
final class Topics {
    private static final Map<String, List<String>> TEXTS = Map.of(
            "exit-codes",
            List.of(
                    "0 done, or nothing to do    1 failed        2 usage            3 some of several failed",
                    "4 credentials               5 not found     7 cancelled        8 still pending",
                    "65 not readable as audio    66 no such input                   69 no daemon",
                    "70 bug in sfa               73 cannot write, or disk full      75 try later",
                    "76 client and daemon do not match           77 permission      78 configuration",
                    "124 --timeout passed        129, 130, 143 told to go: the jobs go on    141 stdout was closed"),
            "environment",
            List.of(
                    "SFA_HOME          puts settings, library, state and cache under one folder",
                    "SFA_SECTION_KEY   a setting: SFA_DAEMON_PORT is daemon.port (\"sfa config list\" lists them)",
                    "SFA_ARCHIVE=off   start without the class-data archive",
                    "SFA_JAVA_OPTS     more options for the client's Java; JAVA_HOME says which Java",
                    "NO_COLOR          no colours; XDG_CONFIG_HOME and the like are followed"),
            "settings",
            List.of(
                    "What wins: option, SFA_ variable, ./.sfa.toml (output.* only), config.toml, built in.",
                    "\"sfa config list --show-origin\" says where each value comes from; \"sfa config set\" changes one.",
                    "",
                    "  # ./.sfa.toml: where copies go for commands run in this folder",
                    "  [output]",
                    "  path = \"stems\"",
                    "  template = \"{artist|unknown}/{title}/{stem}.{ext}\"",
                    "  if_exists = \"skip\""),
            "templates",
            List.of(
                    "-o '{artist|various}/{title}/{stem}.{ext}': {name} is a field, {name|text} says what stands for",
                    "one that is not known. Fields: artist, title, album, stem, ext, model, engine, track_id, job_id,",
                    "type. A name is cut to 255 bytes; an unknown field is an error before anything is done."),
            "cron",
            List.of(
                    "A good run is silent with -q; work that was done is not done again; there is no lock to mind.",
                    "",
                    "  17 3 * * *  /usr/bin/sfa batch -q --timeout 4h $HOME/nightly.ndjson",
                    "",
                    "docs/cron.md shows a systemd timer, too."));

    private Topics() {}

    static Optional<List<String>> find(String name) {
        return Optional.ofNullable(TEXTS.get(name));
    }

    static String names() {
        return String.join(", ", TEXTS.keySet().stream().sorted().toList());
    }
}
