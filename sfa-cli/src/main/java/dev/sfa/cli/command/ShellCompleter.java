package dev.sfa.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jline.builtins.Completers.FileNameCompleter;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Completes a line of the shell: commands, what is below them, options, and where jobs, tracks or models are meant their ids,
 * from the file that the daemon keeps for the completion of the other shells.
 */
final class ShellCompleter implements Completer {
    /** What the arguments' labels stand for in that file; an INPUT may also be a file. */
    private static final Map<String, String> KINDS =
            Map.of("JOB", "job", "TRACK", "track", "MODEL", "model", "INPUT", "track");

    private static final Set<String> FILES = Set.of("INPUT", "SOURCE", "FILE", "MANIFEST", "PATH", "DIR");

    private final Supplier<CommandLine> commands;
    private final Path cache;
    private final FileNameCompleter files = new FileNameCompleter();
    private CommandLine tree;

    /**
     * @param commands all of them as one tree; asked for at the first completion
     * @param cache lines of kind, id and words, separated by tabs; may be missing
     */
    ShellCompleter(Supplier<CommandLine> commands, Path cache) {
        this.commands = commands;
        this.cache = cache;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (tree == null) {
            tree = commands.get();
        }
        CommandLine command = tree;
        String before = "";
        for (String word : line.words().subList(0, line.wordIndex())) {
            before = word;
            command = command.getSubcommands().getOrDefault(word, command);
        }
        CommandSpec spec = command.getCommandSpec();
        if (!command.getSubcommands().isEmpty()) {
            command.getSubcommands().keySet().forEach(name -> candidates.add(new Candidate(name)));
            return;
        }
        OptionSpec option = spec.findOption(before);
        if (option != null && option.arity().max() > 0) {
            offer(option.paramLabel(), option.completionCandidates(), reader, line, candidates);
        } else if (line.word().startsWith("-")) {
            spec.options().forEach(each -> candidates.add(new Candidate(each.longestName())));
        } else {
            spec.positionalParameters()
                    .forEach(each -> offer(each.paramLabel(), each.completionCandidates(), reader, line, candidates));
        }
    }

    private void offer(
            String label, Iterable<String> words, LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (words != null) {
            words.forEach(word -> candidates.add(new Candidate(word)));
        }
        String name = label.replaceAll("[<>\\[\\]]|\\.\\.\\.", "");
        if (name.matches("[\\w.-]+(\\|[\\w.-]+)+") && !KINDS.containsKey(name.split("\\|")[0])) {
            List.of(name.split("\\|")).forEach(word -> candidates.add(new Candidate(word)));
        }
        String subject = name.split("\\|")[0];
        if (KINDS.containsKey(subject)) {
            known(KINDS.get(subject), candidates);
        }
        if (FILES.contains(subject)) {
            files.complete(reader, line, candidates);
        }
    }

    private void known(String kind, List<Candidate> candidates) {
        try {
            for (String entry : Files.exists(cache) ? Files.readAllLines(cache) : List.<String>of()) {
                String[] fields = entry.split("\t", 3);
                if (fields.length == 3 && fields[0].equals(kind)) {
                    candidates.add(new Candidate(fields[1], fields[1], null, fields[2], null, null, true));
                }
            }
        } catch (IOException e) {
            // There is nothing to offer.
        }
    }
}
