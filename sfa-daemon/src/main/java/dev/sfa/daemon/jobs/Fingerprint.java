package dev.sfa.daemon.jobs;

import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Tells equal work: type, what it works on, and parameters, in any order. */
final class Fingerprint {
    /** Parameters that say how or why, and leave the result as it is. */
    private static final Set<String> BESIDE_THE_WORK =
            Set.of("after", "archive", "limit_rate", "link", Submission.FORCE);

    private Fingerprint() {}

    /**
     * @param subject the track worked on, the job waited for, or null for a download, whose URL is a parameter
     * @return 64 hexadecimal digits
     */
    static String of(JobType type, String subject, Map<String, Object> params) {
        Map<String, Object> sorted = new TreeMap<>(params);
        sorted.keySet().removeAll(BESIDE_THE_WORK);
        sorted.values().removeIf(java.util.Objects::isNull);
        String text = type.wireName() + '\n' + subject + '\n' + Json.write(sorted);
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
