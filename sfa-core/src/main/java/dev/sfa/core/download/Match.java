package dev.sfa.core.download;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds a track among recordings that a search brought: as long as it, and named like it. */
final class Match {
    /** How many recordings a search should bring. */
    static final int CANDIDATES = 10;

    private static final double TOLERANCE_SECONDS = 5;
    /** Words of another recording of the song, unless the track itself has them. */
    private static final Set<String> OTHER_VERSIONS = Set.of(
            "live",
            "cover",
            "karaoke",
            "instrumental",
            "remix",
            "nightcore",
            "slowed",
            "sped",
            "reverb",
            "8d",
            "acoustic",
            "tutorial",
            "reaction",
            "lesson");

    private final SpotifyTrack track;

    Match(SpotifyTrack track) {
        this.track = track;
    }

    /** What to search for. */
    static String words(SpotifyTrack track) {
        return (String.join(" ", track.artists()) + " " + track.title()).strip();
    }

    /** The best that lasts within 5 s as long; of equals the first, for searches give the best first. */
    Optional<Candidate> best(List<Candidate> candidates) {
        return candidates.stream()
                .filter(candidate -> candidate.duration() > 0
                        && Math.abs(candidate.duration() - track.duration()) <= TOLERANCE_SECONDS)
                .min(Comparator.comparingDouble(this::distance));
    }

    /** Missing words, words of other versions, and a little for the difference in length. */
    private double distance(Candidate candidate) {
        Set<String> wanted = set(words(track));
        Set<String> there = set(candidate.title() + " " + candidate.uploader());
        long missing = wanted.stream().filter(word -> !there.contains(word)).count();
        long others = there.stream()
                .filter(word -> OTHER_VERSIONS.contains(word) && !wanted.contains(word))
                .count();
        return missing + 2 * others + Math.abs(candidate.duration() - track.duration()) / (2 * TOLERANCE_SECONDS);
    }

    private static Set<String> set(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
        return Arrays.stream(plain.split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }
}
