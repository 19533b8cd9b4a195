package dev.sfa.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.cli.render.Streams;
import dev.sfa.core.config.SfaPaths;
import java.io.BufferedReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuestionTest {
    private final GlobalOptions options = new GlobalOptions();

    @Test
    void eachQuestionGetsItsOwnAnswerAndQuietIsNone() {
        options.quiet = true;
        Question question = question(true);
        assertThat(question.agrees("This?")).isTrue();
        assertThat(question.agrees("That?")).isFalse();
        assertThat(question.agrees("And what nobody answers?")).isFalse();
    }

    @Test
    void aProgramAndWhoAgreedBeforeAreNotAsked() {
        assertThat(question(false).agrees("This?")).isTrue();
        options.yes = true;
        Question agreed = question(true);
        assertThat(agreed.agrees("This?") && agreed.agrees("That?")).isTrue();
    }

    private Question question(boolean person) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Context context =
                new Context(new Streams(nowhere, nowhere, person, person), Map.of(), SfaPaths.under(Path.of("/none")));
        return new Question(new Session(context, options), new BufferedReader(new StringReader("y\nn\n")));
    }
}
