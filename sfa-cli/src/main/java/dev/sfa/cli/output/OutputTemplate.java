package dev.sfa.cli.output;

import dev.sfa.core.config.Words;
import dev.sfa.core.download.FileNames;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names files after what is in them: {@code {artist}/{title}/{stem}.{ext}}. {@code {name|default}} says what stands
 * where nothing is known, {@code {{} and {@code }}} are braces. A value never makes or leaves a folder, only the
 * template's own slashes do; no name is longer than 255 bytes of UTF-8.
 */
public final class OutputTemplate {
    /** The fields there are, in the order in which help names them. */
    public static final List<String> FIELDS =
            List.of("artist", "title", "album", "stem", "ext", "model", "engine", "track_id", "job_id", "type");

    private static final Pattern PIECE = Pattern.compile("\\{\\{|\\}\\}|\\{([^{}|]*)(?:\\|([^{}]*))?\\}|[{}]");
    private static final String NOTHING_KNOWN = "unknown";

    private final List<Piece> pieces;
    private final String text;

    private OutputTemplate(String text, List<Piece> pieces) {
        this.text = text;
        this.pieces = List.copyOf(pieces);
    }

    private sealed interface Piece {
        record Literal(String text) implements Piece {}

        record Field(String name, String fallback) implements Piece {}
    }

    /**
     * Reads a template.
     *
     * @throws SfaException (USAGE) for a field there is not, a brace that is not closed, an empty template and one that
     *     ends with a slash
     */
    public static OutputTemplate parse(String text) {
        List<Piece> pieces = new ArrayList<>();
        Matcher matcher = PIECE.matcher(text);
        int at = 0;
        while (matcher.find()) {
            literal(pieces, text.substring(at, matcher.start()));
            at = matcher.end();
            String found = matcher.group();
            if (found.equals("{{") || found.equals("}}")) {
                literal(pieces, found.substring(1));
            } else if (found.length() == 1) {
                throw wrong(
                        text,
                        "has a \"" + found + "\" without its partner; write \"" + found + found
                                + "\" for the character itself");
            } else {
                pieces.add(new Piece.Field(known(text, matcher.group(1).strip()), matcher.group(2)));
            }
        }
        literal(pieces, text.substring(at));
        if (text.isBlank() || text.endsWith("/")) {
            throw wrong(text, "names no file; end it with a name such as {title}.{ext}");
        }
        return new OutputTemplate(text, pieces);
    }

    /** Whether two files of one job get different names. */
    public boolean tells(String field) {
        return pieces.stream()
                .anyMatch(
                        piece -> piece instanceof Piece.Field one && one.name().equals(field));
    }

    /**
     * The path for these values; relative unless the template begins with a slash.
     *
     * @param values what is known; absent, null and blank ones are not
     */
    public Path path(Map<String, String> values) {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        boolean filled = false;
        for (Piece piece : pieces) {
            if (piece instanceof Piece.Literal literal) {
                String[] parts = literal.text().split("/", -1);
                for (int i = 0; i < parts.length; i++) {
                    if (i > 0) {
                        add(names, name, filled);
                        name.setLength(0);
                        filled = false;
                    }
                    name.append(parts[i]);
                }
            } else if (piece instanceof Piece.Field field) {
                String value = values.get(field.name());
                name.append(FileNames.part(value != null && !value.isBlank() ? value : fallback(field)));
                filled = true;
            }
        }
        add(names, name, filled);
        boolean absolute =
                pieces.get(0) instanceof Piece.Literal first && first.text().startsWith("/");
        return Path.of((absolute ? "/" : "") + String.join("/", names));
    }

    /** @param filled whether there are values in it: then it is no folder above, whatever they make of it */
    private static void add(List<String> names, StringBuilder name, boolean filled) {
        String text = name.toString();
        boolean dots = text.equals(".") || text.equals("..");
        if (!text.isEmpty()) {
            names.add(dots && filled ? "_" + text.substring(1) : dots ? text : FileNames.fitting(text));
        }
    }

    @Override
    public String toString() {
        return text;
    }

    private static String fallback(Piece.Field field) {
        return field.fallback() == null ? NOTHING_KNOWN : field.fallback();
    }

    private static void literal(List<Piece> pieces, String text) {
        if (!text.isEmpty()) {
            pieces.add(new Piece.Literal(text));
        }
    }

    private static String known(String template, String field) {
        if (FIELDS.contains(field)) {
            return field;
        }
        String hint = FIELDS.stream()
                .min(Comparator.comparingInt(one -> Words.distance(one, field)))
                .filter(one -> Words.distance(one, field) <= 2)
                .map(one -> "did you mean {" + one + "}?")
                .orElse("choose from " + String.join(", ", FIELDS) + ".");
        throw new SfaException(
                ErrorCode.USAGE, "The template \"" + template + "\" has no field {" + field + "}; " + hint);
    }

    private static SfaException wrong(String template, String why) {
        return new SfaException(ErrorCode.USAGE, "The template \"" + template + "\" " + why + ".");
    }
}
