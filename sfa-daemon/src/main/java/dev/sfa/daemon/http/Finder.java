package dev.sfa.daemon.http;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobView;
import dev.sfa.daemon.jobs.JobService;
import dev.sfa.daemon.store.Track;
import dev.sfa.daemon.store.TrackStore;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Finds jobs and tracks by their id, or by its beginning if that is four characters or more and fits only one. */
final class Finder {
    private static final int ID_LENGTH = 36;
    private static final Pattern PREFIX = Pattern.compile("[0-9a-f-]{4,35}");

    private final JobService jobs;
    private final TrackStore tracks;

    Finder(JobService jobs, TrackStore tracks) {
        this.jobs = jobs;
        this.tracks = tracks;
    }

    /** @throws SfaException NOT_FOUND, or USAGE when several fit */
    JobView job(String id) {
        return one("job", id, jobs::find, jobs::findByPrefix);
    }

    /** @throws SfaException NOT_FOUND, or USAGE when several fit */
    Track track(String id) {
        return one("track", id, tracks::find, tracks::findByPrefix);
    }

    private static <T> T one(
            String kind, String id, Function<String, Optional<T>> find, Function<String, List<T>> findByPrefix) {
        String wanted = id.toLowerCase(Locale.ROOT);
        if (wanted.length() == ID_LENGTH) {
            return find.apply(wanted).orElseThrow(() -> missing(kind, id));
        }
        List<T> found = PREFIX.matcher(wanted).matches() ? findByPrefix.apply(wanted) : List.of();
        if (found.isEmpty()) {
            throw missing(kind, id);
        }
        if (found.size() > 1) {
            throw new SfaException(
                    ErrorCode.USAGE, "The id " + id + " fits more than one " + kind + "; give more characters of it.");
        }
        return found.get(0);
    }

    private static SfaException missing(String kind, String id) {
        return new SfaException(
                ErrorCode.NOT_FOUND,
                "There is no " + kind + " " + id + "; " + (kind.equals("job") ? "\"sfa jobs\"" : "\"sfa track list\"")
                        + " lists those there are.");
    }
}
