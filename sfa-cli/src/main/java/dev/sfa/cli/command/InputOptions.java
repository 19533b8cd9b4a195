package dev.sfa.cli.command;

import dev.sfa.core.download.FolderListing;
import dev.sfa.core.download.Listing;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the inputs of a command come from, besides its arguments. */
final class InputOptions {
    private static final int LARGEST = 64 << 20;

    @Option(
            names = {"-f", "--from"},
            paramLabel = "FILE",
            description = "Take inputs from a file too, one a line; - for stdin. Lines that begin with # are comments.")
    private List<String> files = List.of();

    @Option(
            names = {"-0", "--null"},
            description = "The inputs in FILE end with NUL instead of a line's end, as find -print0 writes them;"
                    + " without -f they come from stdin.")
    private boolean nul;

    @Option(
            names = {"-r", "--recursive"},
            description = "Of a folder take the audio files in it and in its folders.")
    private boolean recursive;

    /**
     * What a command is to work on.
     *
     * @param typed as arguments: one that makes no sense is a mistake, and nothing is done
     * @param listed in files and folders: one that makes no sense leaves the others alone
     */
    record Given(List<String> typed, List<String> listed) {}

    /**
     * The arguments and what the options add, folders taken apart.
     *
     * @param arguments null for none
     * @param label what the command calls an input
     * @throws SfaException USAGE when there is nothing; NO_INPUT for a file that cannot be read
     */
    Given given(List<String> arguments, String label) {
        List<String> typed = new ArrayList<>();
        List<String> listed = new ArrayList<>();
        List<String> from = nul && files.isEmpty() ? List.of("-") : files;
        if (arguments == null && from.isEmpty()) {
            throw new SfaException(
                    ErrorCode.USAGE, "The " + label + " is missing. Give one, or a file of them with -f.");
        }
        for (String argument : arguments == null ? List.<String>of() : arguments) {
            Optional<List<String>> folder = files(argument);
            folder.ifPresentOrElse(listed::addAll, () -> typed.add(argument));
        }
        for (String file : from) {
            read(file).forEach(each -> listed.addAll(files(each).orElse(List.of(each))));
        }
        return new Given(typed, listed);
    }

    private List<String> read(String file) {
        String text = text(file);
        if (nul) {
            return List.of(text.split("\0")).stream()
                    .filter(each -> !each.isEmpty())
                    .toList();
        }
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    private static String text(String file) {
        try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new SfaException(ErrorCode.USAGE, file + " is larger than 64 MiB: no list of inputs.");
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (IOException | InvalidPathException e) {
            throw new SfaException(ErrorCode.NO_INPUT, "The list " + file + " cannot be read; check the path.", e);
        }
    }

    /** The files of a folder that is to be taken apart. */
    private Optional<List<String>> files(String input) {
        try {
            Path path = Path.of(input).toAbsolutePath().normalize();
            return recursive && Files.isDirectory(path)
                    ? Optional.of(FolderListing.of(path).items().stream()
                            .map(Listing.Item::url)
                            .toList())
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
