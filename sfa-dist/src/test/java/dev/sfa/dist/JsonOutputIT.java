package dev.sfa.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.sfa.dist.Installation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every line that real commands write with {@code --json}, against the schemas in {@code docs/}. */
class JsonOutputIT {
    private static final Path DOCS = Path.of("../docs");

    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @TempDir
    Path folder;

    @Test
    void everyLineIsAsDocumented() throws Exception {
        try (Installation sfa = Installation.used()) {
            Path song = Recordings.song(folder.resolve("song.wav"), 2);
            lines(sfa, "status", "status");
            lines(sfa, "daemon", "daemon", "start");
            lines(sfa, null, "analyze", "--features", "energy", song.toString());
            lines(sfa, "version", "version");
            lines(sfa, "status", "status");
            assertThat(lines(sfa, "job", "jobs")).hasSize(2);
            String track = sfa.run("track", "list").stdout().split("\t")[0];
            lines(sfa, "job", "separate", "-d", "--codec", "flac", track);
            lines(sfa, null, "wait", "@last");
            lines(sfa, null, "separate", "--codec", "flac", "-o", folder + "/{stem}.{ext}", track);
            String flac = folder.resolve("vocals.flac").toString();
            lines(sfa, "job", "show", "@last");
            lines(sfa, null, "watch", "@last");
            lines(sfa, null, "events", "--since", "0");
            sfa.run("queue", "pause");
            lines(sfa, "job", "separate", "-d", "--force", track);
            assertThat(lines(sfa, "job", "cancel", "@last")).anyMatch(line -> line.contains("\"cancelled\""));
            lines(sfa, "job", "retry", "@last");
            lines(sfa, "job", "cancel", "--all");
            lines(sfa, "queue", "queue", "pause", "download");
            lines(sfa, "queue", "queue", "resume");
            lines(sfa, "queue", "queue", "set", "download", "--parallel", "3");
            lines(sfa, "track", "track", "list");
            lines(sfa, "track", "track", "show", track);
            assertThat(lines(sfa, "stem", "stem", "list")).hasSize(4);
            assertThat(lines(sfa, "queue", "queue", "list")).hasSize(3);
            lines(sfa, "setting", "config", "list");
            lines(sfa, "path", "config", "path");
            lines(sfa, "setting", "config", "get", "daemon.port");
            lines(sfa, "tag", "tag", flac, "--write", "gain", "--dry-run");
            lines(sfa, "tag", "tag", flac, "--write", "gain");
            lines(sfa, "model", "model", "list");
            lines(sfa, "token", "token", "create", "phone");
            lines(sfa, "token", "token", "list");
            lines(sfa, "copy", "daemon", "backup", folder.resolve("copy.db").toString());
            lines(sfa, "preview", "separate", "--dry-run", track);
            lines(sfa, "preview", "download", "--dry-run", song.toString());
            lines(
                    sfa,
                    "export",
                    "export",
                    track,
                    "--to",
                    "json",
                    "-o",
                    folder.resolve("x.json").toString());
            lines(
                    sfa,
                    "path",
                    "plot",
                    track,
                    "--kind",
                    "waveform",
                    "-o",
                    folder.resolve("x.svg").toString());
            assertThat(lines(sfa, "check", "doctor"))
                    .hasSizeGreaterThan(14)
                    .anyMatch(line -> line.contains("\"check\":\"clock\""));
            lines(sfa, "daemon", "daemon", "stop");
        }
    }

    /** @param definition in the schema of commands; null for those that follow jobs */
    private List<String> lines(Installation sfa, String definition, String... command) throws IOException {
        List<String> arguments = new ArrayList<>(Arrays.asList(command));
        arguments.add("--json");
        Outcome outcome = sfa.run(arguments.toArray(String[]::new));
        assertThat(outcome.exit()).as("%s", outcome).isZero();
        assertThat(outcome.lines()).as("%s", arguments).isNotEmpty();
        Schema schema = schema(definition);
        for (String line : outcome.lines()) {
            assertThat(schema.validate(line, InputFormat.JSON)).as(line).isEmpty();
        }
        return outcome.lines();
    }

    private Schema schema(String definition) throws IOException {
        if (definition == null) {
            return registry.getSchema(Files.readString(DOCS.resolve("ndjson.schema.json")), InputFormat.JSON);
        }
        String all = Files.readString(DOCS.resolve("commands.schema.json"));
        assertThat(all).contains("\"" + definition + "\": {");
        return registry.getSchema(
                all.replaceFirst("\"\\$defs\"", "\"\\$ref\": \"#/\\$defs/" + definition + "\",\n \"\\$defs\""),
                InputFormat.JSON);
    }
}
