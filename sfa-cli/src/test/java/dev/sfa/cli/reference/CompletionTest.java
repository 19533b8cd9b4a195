package dev.sfa.cli.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The completions in the real shells, each skipped where there is no such shell. */
class CompletionTest {
    @TempDir
    Path home;

    enum Shell {
        BASH {
            @Override
            String script(Command root) {
                return BashCompletion.of(root);
            }

            @Override
            String driver(Path script, List<String> words) {
                StringBuilder array = new StringBuilder();
                words.forEach(word -> array.append(" '").append(word).append('\''));
                // As readline splits them: "=" is a word of its own.
                String split = array.toString()
                        .replaceAll("=", "' '=' '")
                        .replace(
                                " ''",
                                words.get(words.size() - 1).isEmpty()
                                                || words.get(words.size() - 1).endsWith("=")
                                        ? " ''"
                                        : "");
                return "compopt() { :; }\nsource '" + script + "'\nCOMP_WORDS=(" + split
                        + ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_sfa\n"
                        + "((${#COMPREPLY[@]})) && printf '%s\\n' \"${COMPREPLY[@]}\"\n";
            }
        },
        ZSH {
            @Override
            String script(Command root) {
                return ZshCompletion.of(root);
            }

            @Override
            String driver(Path script, List<String> words) {
                // A shell in a pseudo-terminal: completion exists only in its line editor. What would be offered is
                // printed instead, between two marks.
                return """
                        zmodload zsh/zpty
                        zpty inner zsh -f -i
                        zpty -w inner 'PROMPT= ; stty -echo; autoload -Uz compinit; compinit -D -u; source SCRIPT'
                        zpty -w inner 'compadd() { local -a hits; builtin compadd -A hits "$@"; local hit; for hit in $hits; do print -r -- "HIT:$hit"; done; builtin compadd "$@" }'
                        zpty -w inner 'zstyle ":completion:*" list-prompt ""; LISTMAX=1000'
                        zpty -w inner 'finish() { print -r -- DO""NE; exit }; complete-all() { zle list-choices; print -r -- DO""NE; exit }; zle -C list-choices list-choices _main_complete; zle -N complete-all; bindkey "^T" complete-all; print -r -- REA""DY'
                        zpty -r -m inner line '*READY*'
                        zpty -w -n inner 'LINE'$'\\C-t'
                        zpty -r -m inner line '*DONE*'
                        print -r -- "$line"
                        """.replace("SCRIPT", script.toString()).replace("LINE", String.join(" ", words));
            }

            @Override
            List<String> offered(String output) {
                return output.lines()
                        .map(String::strip)
                        .filter(line -> line.contains("HIT:"))
                        .map(line -> line.substring(line.indexOf("HIT:") + 4))
                        .distinct()
                        .toList();
            }
        },
        FISH {
            @Override
            String script(Command root) {
                return FishCompletion.of(root);
            }

            @Override
            String driver(Path script, List<String> words) {
                return "source '" + script + "'\ncomplete -C '" + String.join(" ", words) + "'\n";
            }
        };

        abstract String script(Command root);

        abstract String driver(Path script, List<String> words);

        List<String> offered(String output) {
            return output.lines()
                    .map(line -> line.split("\t")[0])
                    .filter(line -> !line.isBlank())
                    .toList();
        }

        String program() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @BeforeEach
    void cacheAndFiles() throws IOException {
        Path cache = Files.createDirectories(home.resolve("cache"));
        Files.writeString(cache.resolve("completion"), """
                job\taaaa1111-0000\tseparation, running
                track\tbbbb2222-0000\tA song: with a colon
                track\tbbcc3333-0000\tAnother
                """);
        Files.createDirectory(home.resolve("music"));
        Files.createFile(home.resolve("melody.wav"));
    }

    @ParameterizedTest
    @EnumSource
    void commandsAndTheirSubcommands(Shell shell) throws Exception {
        assertThat(offers(shell, "sfa", "")).contains("get", "split", "track").doesNotContain("show", "melody.wav");
        assertThat(offers(shell, "sfa", "sp")).contains("split").doesNotContain("get");
        assertThat(offers(shell, "sfa", "--json", "track", ""))
                .contains("show", "rm")
                .doesNotContain("get");
    }

    @ParameterizedTest
    @EnumSource
    void optionsOfTheCommandOnly(Shell shell) throws Exception {
        assertThat(offers(shell, "sfa", "get", "--"))
                .contains("--quality", "--json", "--folder")
                .doesNotContain("--after");
        assertThat(offers(shell, "sfa", "split", "--a")).contains("--after");
    }

    @ParameterizedTest
    @EnumSource
    void wordsToChooseFrom(Shell shell) throws Exception {
        assertThat(offers(shell, "sfa", "get", "--quality", ""))
                .contains("high", "low")
                .doesNotContain("melody.wav");
        assertThat(offers(shell, "sfa", "get", "-q", "h")).contains("high").doesNotContain("low");
        assertThat(offers(shell, "sfa", "get", "--color", "al")).contains("always");
    }

    @ParameterizedTest
    @EnumSource
    void valueAfterAnEqualsSign(Shell shell) throws Exception {
        assertThat(offers(shell, "sfa", "get", "--quality=h"))
                .anySatisfy(word -> assertThat(word).endsWith("high"))
                .noneSatisfy(word -> assertThat(word).endsWith("low"));
    }

    @ParameterizedTest
    @EnumSource
    void idsFromTheDaemonsCache(Shell shell) throws Exception {
        assertThat(offers(shell, "sfa", "split", "--after", ""))
                .contains("aaaa1111-0000")
                .doesNotContain("melody.wav");
        assertThat(offers(shell, "sfa", "track", "show", "bb")).contains("bbbb2222-0000", "bbcc3333-0000");
        assertThat(offers(shell, "sfa", "track", "show", "bbb"))
                .contains("bbbb2222-0000")
                .doesNotContain("bbcc3333-0000");
    }

    @ParameterizedTest
    @EnumSource
    void filesAndTracks(Shell shell) throws Exception {
        assertThat(offers(shell, "sfa", "split", "me")).contains("melody.wav");
        assertThat(offers(shell, "sfa", "split", "bbb")).contains("bbbb2222-0000");
        assertThat(offers(shell, "sfa", "get", "me")).contains("melody.wav");
        assertThat(offers(shell, "sfa", "get", "--folder", "m"))
                .anySatisfy(word -> assertThat(word).matches("music/?"))
                .doesNotContain("melody.wav");
    }

    private List<String> offers(Shell shell, String... words) throws Exception {
        Path script = Files.writeString(home.resolve("completion.script"), shell.script(Example.tree()));
        Path driver = Files.writeString(home.resolve("driver"), shell.driver(script, List.of(words)));
        List<String> command = new ArrayList<>(List.of(shell.program()));
        if (shell == Shell.BASH) {
            command.add("--norc");
        } else if (shell == Shell.ZSH) {
            command.add("-f");
        } else {
            command.add("--no-config");
        }
        command.add(driver.toString());
        Path output = home.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("SFA_HOME", home.toString());
        builder.environment().put("TERM", "xterm");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            assumeTrue(false, "there is no " + shell.program() + " on this machine");
            throw e;
        }
        process.getOutputStream().close();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError(shell + " hangs: " + Files.readString(output));
        }
        return shell.offered(Files.readString(output));
    }
}
