package dev.sfa.daemon.http;

import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.daemon.auth.Principal;
import dev.sfa.daemon.jobs.JobService;
import dev.sfa.daemon.jobs.Submitted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One request with a submission in each line. */
final class SubmissionBatch {
    static final int MOST_LINES = 1_000;
    /** Lines in a transaction. */
    private static final int TOGETHER = 100;

    private static final int LARGEST = 16 << 20;

    /** Before the number of an earlier line, where {@code after} stands for that line's job. */
    private static final String LINE = "#";

    private final JobService jobs;
    private final Submissions submissions;
    private final Principal principal;
    private final List<String> ids = new ArrayList<>();

    SubmissionBatch(JobService jobs, Submissions submissions, Principal principal) {
        this.jobs = jobs;
        this.submissions = submissions;
        this.principal = principal;
    }

    /**
     * Submits line by line; blank ones are left out.
     *
     * @return an answer for each line
     * @throws InvalidRequest for a body that is too large; then nothing has been submitted
     */
    List<Map<String, Object>> submit(InputStream stream) throws IOException {
        List<String> lines = lines(stream);
        List<Map<String, Object>> answers = new ArrayList<>(lines.size());
        for (int from = 0; from < lines.size(); from += TOGETHER) {
            List<String> portion = lines.subList(from, Math.min(lines.size(), from + TOGETHER));
            jobs.together(() -> portion.forEach(line -> answers.add(answer(line, answers.size()))));
        }
        return answers;
    }

    private Map<String, Object> answer(String line, int index) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("index", index);
        try {
            Submitted submitted = submit(line);
            answer.put("status", submitted.existing() ? 200 : 201);
            JobView job = submitted.job();
            answer.put("data", job == null ? null : job.toJson());
            if (submitted.existing()) {
                answer.put("meta", Map.of("existing", true));
            }
            ids.add(job == null ? null : job.id());
        } catch (RuntimeException e) {
            Fault fault = Fault.of(e);
            answer.put("status", fault.status());
            answer.putAll(fault.toJson());
            ids.add(null);
        }
        return answer;
    }

    private Submitted submit(String line) {
        Map<String, Object> fields = new LinkedHashMap<>(Body.parse(line));
        JobType type = type(fields.remove("type"));
        if (fields.get("after") instanceof String after && after.startsWith(LINE)) {
            fields.put("after", job(after));
        }
        return jobs.submit(submissions.read(type, Body.of(fields, Submissions.fields(type)), principal));
    }

    private static JobType type(Object name) {
        for (JobType type : JobType.values()) {
            if (type.wireName().equals(name)) {
                return type;
            }
        }
        Set<String> types = new TreeSet<>();
        for (JobType type : JobType.values()) {
            types.add(type.wireName());
        }
        throw InvalidRequest.field("type", "The field type must be one of " + String.join(", ", types) + ".");
    }

    private String job(String after) {
        String number = after.substring(LINE.length());
        if (!number.matches("\\d{1,6}") || Integer.parseInt(number) >= ids.size()) {
            throw InvalidRequest.field("after", "\"" + after + "\" is no earlier line; the first is " + LINE + "0.");
        }
        String id = ids.get(Integer.parseInt(number));
        if (id == null) {
            throw InvalidRequest.field("after", "There is no job to wait for: line " + after + " has made none.");
        }
        return id;
    }

    private static List<String> lines(InputStream stream) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] block = new byte[1 << 16];
        for (int n = stream.read(block); n >= 0; n = stream.read(block)) {
            all.write(block, 0, n);
            if (all.size() > LARGEST) {
                throw InvalidRequest.tooLarge("The body is larger than 16 MiB; send its lines in several requests.");
            }
        }
        List<String> lines = all.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        if (lines.size() > MOST_LINES) {
            throw InvalidRequest.tooLarge(
                    "There are more than " + MOST_LINES + " lines; send them in several requests.");
        }
        return lines;
    }
}
