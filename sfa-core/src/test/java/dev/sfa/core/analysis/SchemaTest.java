package dev.sfa.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.sfa.core.protocol.Json;
import dev.sfa.core.synth.DemoSong;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The feature JSON against {@code docs/analysis.schema.json}. */
class SchemaTest {
    private static final Path SCHEMA = Path.of("../docs/analysis.schema.json");

    @Test
    void aSongFollowsTheSchema() throws Exception {
        float[] song = Recordings.halved(DemoSong.render().mixture());
        assertThat(errors(Json.write(Recordings.analysed(song).features()))).isEmpty();
    }

    @Test
    void silenceFollowsTheSchema() throws Exception {
        assertThat(errors(Json.write(
                        Recordings.analysed(new float[5 * Analyzer.SAMPLE_RATE]).features())))
                .isEmpty();
    }

    @Test
    void nothingFollowsTheSchema() throws Exception {
        assertThat(errors(Json.write(Recordings.analysed().features()))).isEmpty();
        assertThat(errors(Json.write(Recordings.analysed(0.5f).features()))).isEmpty();
    }

    @Test
    void noiseFollowsTheSchema() throws Exception {
        Random random = new Random(1);
        float[] noise = new float[8 * Analyzer.SAMPLE_RATE];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = 2 * random.nextFloat() - 1;
        }
        assertThat(errors(Json.write(Recordings.analysed(noise).features()))).isEmpty();
    }

    @Test
    void aNullWithoutReasonAndAnUnknownKeyDoNot() throws Exception {
        String head = "{\"duration\":1,\"sample_rate\":22050,\"frames\":{\"count\":1,\"size\":2048,\"hop\":512,"
                + "\"rate\":43.07,\"unit\":\"\",\"time\":\"\"}";
        assertThat(errors(head + "}")).isEmpty();
        assertThat(errors(head + ",\"temper\":1}")).isNotEmpty();
        String radar = ",\"radar\":{\"energy\":null,\"tempo\":0,\"brightness\":1,\"rhythmic_complexity\":0.5,"
                + "\"harmonic_richness\":0.5";
        assertThat(errors(head + radar + "}}")).isNotEmpty();
        assertThat(errors(head + radar + ",\"reason\":\"silence\"}}")).isEmpty();
    }

    private static List<Error> errors(String json) throws Exception {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMA));
        return schema.validate(json, InputFormat.JSON);
    }
}
