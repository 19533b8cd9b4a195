package dev.sfa.cli.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.cli.CommandTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The manual pages in {@code man} and the completions in {@code completions} say what the commands say.
 * {@code mvn -pl sfa-cli -am test -Dtest=ReferenceTest -Dsfa.write -Dsurefire.failIfNoSpecifiedTests=false} writes
 * them anew.
 */
class ReferenceTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();

    private final Command root = Command.of(CommandTree.of());

    @Test
    void manualPagesAreCurrent() throws IOException {
        Map<String, String> pages = new TreeMap<>();
        String exitStatus = Files.readString(PROJECT.resolve("docs/exit-codes.md"));
        for (Command command : root.all()) {
            pages.put(ManPage.fileName(command), ManPage.of(command, related(command), exitStatus));
        }
        current(PROJECT.resolve("man"), pages);
    }

    @Test
    void completionsAreCurrent() throws IOException {
        current(
                PROJECT.resolve("completions"),
                Map.of(
                        BashCompletion.FILE,
                        BashCompletion.of(root),
                        ZshCompletion.FILE,
                        ZshCompletion.of(root),
                        FishCompletion.FILE,
                        FishCompletion.of(root)));
    }

    @Test
    void everyCommandSaysWhatItIsForAndShowsHow() {
        for (Command command : root.all()) {
            assertThat(command.summary()).as(command.name(" ")).isNotBlank();
            if (command.children().isEmpty() && !command.name(" ").matches("sfa (version|daemon restart)")) {
                assertThat(command.examples()).as(command.name(" ")).isNotEmpty();
            }
            command.options()
                    .forEach(option -> assertThat(option.help())
                            .as("%s %s", command.name(" "), option.names())
                            .isNotBlank());
            command.arguments()
                    .forEach(argument ->
                            assertThat(argument.help()).as(command.name(" ")).isNotBlank());
        }
    }

    /** The command above, those below, or its neighbours. */
    private List<Command> related(Command command) {
        List<Command> related = new ArrayList<>();
        for (Command other : root.all()) {
            List<String> above = command.path().subList(0, command.path().size() - 1);
            if (other.path().equals(above)
                    || (above.size() == 2
                            && other.path().size() == 3
                            && other != command
                            && other.path().subList(0, 2).equals(above))) {
                related.add(other);
            }
        }
        return related.isEmpty() ? root.children() : related;
    }

    private static void current(Path folder, Map<String, String> files) throws IOException {
        if (System.getProperty("sfa.write") != null) {
            Files.createDirectories(folder);
            for (String name : names(folder)) {
                Files.delete(folder.resolve(name));
            }
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
        }
        assertThat(names(folder)).containsExactlyInAnyOrderElementsOf(files.keySet());
        for (Map.Entry<String, String> file : files.entrySet()) {
            assertThat(folder.resolve(file.getKey()))
                    .as("write it anew with -Dsfa.write")
                    .content()
                    .isEqualTo(file.getValue());
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
