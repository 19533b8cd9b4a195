package dev.sfa.core.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Changes single settings in {@code config.toml} and leaves the rest of the file, comments included, as it is. A file
 * that is laid out too unusually to be changed so is not touched.
 */
public final class SettingsFile {
    private static final Pattern TABLE = Pattern.compile("\\s*\\[\\s*([^\\[\\]]+?)\\s*]\\s*(#.*)?");

    private final Path file;

    public SettingsFile(SfaPaths paths) {
        this.file = paths.configFile();
    }

    /**
     * Sets a setting.
     *
     * @throws SfaException (USAGE) for an unknown name or a value of the wrong type; (CONFIG) when the file cannot be
     *     understood
     */
    public void set(String name, String value) {
        SettingKey key = Settings.named(name);
        Object wanted;
        try {
            wanted = Settings.checked(key, value, "config set");
        } catch (SfaException e) {
            throw new SfaException(
                    ErrorCode.USAGE,
                    "\"" + value + "\" does not fit " + name + ": it must be " + key.type().words + ".");
        }
        List<String> lines = read();
        String literal = wanted instanceof String text ? quoted(text) : wanted.toString();
        int at = find(lines, name);
        if (at >= 0) {
            String line = lines.get(at);
            lines.set(at, line.substring(0, line.indexOf('=') + 1) + " " + literal + comment(line));
        } else {
            insert(lines, name, literal);
        }
        write(lines, name, wanted);
    }

    /**
     * Takes a setting out of the file, so that what is built in holds.
     *
     * @return whether it was there
     * @throws SfaException as {@link #set}
     */
    public boolean unset(String name) {
        Settings.named(name);
        List<String> lines = read();
        int at = find(lines, name);
        if (at < 0) {
            return false;
        }
        lines.remove(at);
        write(lines, name, null);
        return true;
    }

    private List<String> read() {
        try {
            return Files.exists(file) ? new ArrayList<>(Files.readAllLines(file)) : new ArrayList<>();
        } catch (IOException e) {
            throw new SfaException(ErrorCode.CONFIG, file + " cannot be read (" + e.getMessage() + ").", e);
        }
    }

    /** The line that sets {@code name}, in its table or by its dotted name; -1 if there is none. */
    private static int find(List<String> lines, String name) {
        String table = "";
        for (int i = 0; i < lines.size(); i++) {
            Matcher header = TABLE.matcher(lines.get(i));
            if (header.matches()) {
                table = header.group(1) + ".";
            } else if (name.startsWith(table)
                    && lines.get(i).matches("\\s*" + Pattern.quote(name.substring(table.length())) + "\\s*=.*")) {
                return i;
            }
        }
        return -1;
    }

    private static void insert(List<String> lines, String name, String literal) {
        int dot = name.lastIndexOf('.');
        String table = name.substring(0, dot);
        String line = name.substring(dot + 1) + " = " + literal;
        for (int i = 0; i < lines.size(); i++) {
            Matcher header = TABLE.matcher(lines.get(i));
            if (header.matches() && header.group(1).equals(table)) {
                lines.add(i + 1, line);
                return;
            }
        }
        if (!lines.isEmpty() && !lines.get(lines.size() - 1).isBlank()) {
            lines.add("");
        }
        lines.add("[" + table + "]");
        lines.add(line);
    }

    /** The comment behind a value, with the spaces in front of it. */
    private static String comment(String line) {
        Matcher comment = Pattern.compile("=\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|[^#]*?)(\\s*#.*)$")
                .matcher(line);
        return comment.find() ? comment.group(2) : "";
    }

    private void write(List<String> lines, String name, Object wanted) {
        String text = String.join("\n", lines) + "\n";
        try {
            Map<String, Object> now = Settings.parse(text);
            String found = Objects.toString(now.get(name), null);
            if (!Objects.equals(found, Objects.toString(wanted, null))) {
                throw strange(null);
            }
        } catch (JsonProcessingException e) {
            throw strange(e);
        }
        try {
            Files.createDirectories(file.getParent());
            // A link to a file elsewhere (dotfiles under version control) stays a link.
            Path target = Files.exists(file) ? file.toRealPath() : file;
            Path aside = Files.createTempFile(target.getParent(), "config", ".toml");
            try {
                Files.writeString(aside, text);
                Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(aside);
            }
        } catch (AccessDeniedException e) {
            throw new SfaException(
                    ErrorCode.PERMISSION, file + " cannot be written; its permissions do not let you.", e);
        } catch (IOException e) {
            throw new SfaException(ErrorCode.CANNOT_WRITE, file + " cannot be written (" + e.getMessage() + ").", e);
        }
    }

    private SfaException strange(Exception cause) {
        return new SfaException(
                ErrorCode.CONFIG, file + " is laid out in a way that only a person can change; edit it.", cause);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (c < 0x20 || c == 0x7F) {
                quoted.append(String.format(java.util.Locale.ROOT, "\\u%04X", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }
}
