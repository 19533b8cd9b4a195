package dev.sfa.cli.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.ArgSpec;

/**
 * What may stand for an argument.
 *
 * @param label as the help shows it
 * @param words the closed set to choose from; empty if there is none
 */
record Value(String label, Kind kind, List<String> words) {
    private static final Pattern ALTERNATIVES = Pattern.compile("[\\w.-]+(\\|[\\w.-]+)+");

    /** A description that begins with the words there are. */
    private static final Pattern LISTED = Pattern.compile("^([a-z]+(?:(?:, or |, | or )[a-z]+)+)[.;]");

    enum Kind {
        WORDS,
        FILE,
        FOLDER,
        JOB,
        TRACK,
        MODEL,
        /** A file or a track. */
        INPUT,
        OTHER
    }

    static Value of(ArgSpec arg) {
        String label = arg.paramLabel().replaceAll("[<>\\[\\]]", "").replace("...", "");
        List<String> words = new ArrayList<>();
        if (arg.completionCandidates() != null) {
            arg.completionCandidates().forEach(words::add);
        }
        Matcher listed = LISTED.matcher(String.join(" ", arg.description()));
        if (words.isEmpty() && listed.find()) {
            words.addAll(List.of(listed.group(1).split(",? or |, ")));
        }
        if (words.isEmpty() && ALTERNATIVES.matcher(label).matches()) {
            words.addAll(List.of(label.split("\\|")));
        }
        return new Value(label, words.isEmpty() ? kind(label) : Kind.WORDS, words);
    }

    private static Kind kind(String label) {
        return switch (label.split("\\|")[0]) {
            case "FILE", "PATH", "MANIFEST" -> Kind.FILE;
            case "DIR", "FOLDER" -> Kind.FOLDER;
            case "JOB" -> Kind.JOB;
            case "TRACK" -> Kind.TRACK;
            case "MODEL" -> Kind.MODEL;
            case "INPUT", "SOURCE" -> Kind.INPUT;
            default -> Kind.OTHER;
        };
    }
}
