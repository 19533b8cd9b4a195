package dev.sfa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.cli.command.GlobalOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandsTest {
    @Test
    void whatIsSaidToNeedNoArgumentsParsesWithoutThem() {
        CommandLine tree = CommandTree.of();
        for (Commands.Entry entry : Commands.all()) {
            if (entry.needsNothing()) {
                assertThat(tree.parseArgs(entry.name().split(" ")).errors())
                        .as(entry.name())
                        .isEmpty();
            }
        }
    }

    @Test
    void switchesAreOnlyWhatNeedsNoParser() {
        assertThat(GlobalOptions.switches(List.of())).isPresent();
        assertThat(GlobalOptions.switches(List.of("--json", "-q", "-v", "-y", "--no-autostart")))
                .isPresent();
        for (String other : new String[] {"--help", "--color", "--jsno", "x", "--", "-qv", "--json=true"}) {
            assertThat(GlobalOptions.switches(List.of("--json", other)))
                    .as(other)
                    .isEmpty();
        }
    }
}
