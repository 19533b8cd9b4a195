package dev.sfa.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobEvent;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every kind of line against {@code docs/ndjson.schema.json}. */
class JsonLinesTest {
    private static final Path SCHEMA = Path.of("../docs/ndjson.schema.json");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final JsonLines lines =
            new JsonLines(new Streams(new PrintStream(out, false, StandardCharsets.UTF_8), System.err, false, false));

    @Test
    void snapshotsAreEventsThatLeadThere() throws Exception {
        for (JobStatus status : JobStatus.values()) {
            JobView job = Jobs.separation(status, 50, "half");
            lines.changed(job, null, job.toJson());
        }
        assertThat(errors()).isEmpty();
        assertThat(printed()).hasSize(JobStatus.values().length);
    }

    @Test
    void eventsAreTheChannels() throws Exception {
        JobView job = Jobs.download(JobStatus.COMPLETED, 100);
        Instant now = Instant.parse("2026-01-31T12:00:00.123Z");
        for (JobEvent event : List.of(
                new JobEvent.Progress(job.id(), null, JobStatus.DOWNLOADING, 7, "", 1, now),
                new JobEvent.Completed(job.id(), job.trackId(), JobType.DOWNLOAD, Map.of("file_size", 1), 2, now),
                new JobEvent.Failed(job.id(), null, JobType.ANALYSIS, "cancelled", 3, now))) {
            lines.changed(job, event.name(), event.payload());
        }
        assertThat(errors()).isEmpty();
        assertThat(printed()).first().asString().startsWith("{\"type\":\"job:progress\",\"job_id\":");
    }

    @Test
    void whatNeedsNoJobHasALineToo() throws Exception {
        lines.refused("a.wav", new SfaException(ErrorCode.NO_INPUT, "There is no file a.wav; check the path."));
        lines.archived("b.wav");
        lines.uploaded("c.wav", Map.of("id", "7a", "path", "/files/downloads/7a/c.wav", "file_size", 44));
        assertThat(errors()).isEmpty();
        assertThat(printed()).hasSize(3);
        lines.uploaded("c.wav", Map.of("id", "7a", "path", "/home/c.wav", "file_size", 44));
        assertThat(errors()).isNotEmpty();
    }

    @Test
    void copiesHaveALineEach() throws Exception {
        lines.delivered(Jobs.download(JobStatus.COMPLETED, 100).withResult(Map.of("output_path", "/music/a.wav")));
        assertThat(errors()).isEmpty();
        assertThat(printed())
                .singleElement()
                .asString()
                .contains("\"type\":\"delivered\"", "\"path\":\"/music/a.wav\"");
    }

    @Test
    void theSchemaRefusesWhatIsNoSuchLine() throws Exception {
        JobView job = Jobs.download(JobStatus.COMPLETED, 100);
        Map<String, Object> payload = new HashMap<>(
                new JobEvent.Progress(job.id(), null, JobStatus.DOWNLOADING, 7, "", 1, Instant.EPOCH).payload());
        payload.put("progress", 101);
        lines.changed(job, "job:progress", payload);
        assertThat(errors()).isNotEmpty();
    }

    private List<String> printed() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private List<Error> errors() throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
        return printed().stream()
                .flatMap(line -> schema.validate(line, InputFormat.JSON).stream())
                .toList();
    }
}
