package dev.sfa.core.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The key whose profile is most like a recording's pitch classes.
 *
 * @param ranked all 24 keys, the likeliest first
 */
record KeyEstimate(List<Candidate> ranked) {
    /** Listeners' ratings of the pitch classes in a key (C. Krumhansl and E. Kessler, 1982), from the tonic up. */
    private static final double[] MAJOR = {6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88};

    private static final double[] MINOR = {6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17};
    private static final int ALTERNATIVES = 3;

    /** @param correlation Pearson's, of the profile and the pitch classes, -1 to 1 */
    record Candidate(MusicalKey key, double correlation) {}

    /** @param classes the mean strength of each pitch class, from C up */
    static KeyEstimate of(List<Double> classes) {
        List<Candidate> candidates = new ArrayList<>();
        for (int tonic = 0; tonic < MAJOR.length; tonic++) {
            candidates.add(new Candidate(new MusicalKey(tonic, false), correlation(classes, MAJOR, tonic)));
            candidates.add(new Candidate(new MusicalKey(tonic, true), correlation(classes, MINOR, tonic)));
        }
        candidates.sort(Comparator.comparingDouble(Candidate::correlation).reversed());
        return new KeyEstimate(List.copyOf(candidates));
    }

    private static double correlation(List<Double> classes, double[] profile, int tonic) {
        int n = profile.length;
        double meanClass = classes.stream().mapToDouble(c -> c).average().orElse(0);
        double meanProfile = 0;
        for (double p : profile) {
            meanProfile += p / n;
        }
        double product = 0;
        double classSquares = 0;
        double profileSquares = 0;
        for (int i = 0; i < n; i++) {
            double c = classes.get((tonic + i) % n) - meanClass;
            double p = profile[i] - meanProfile;
            product += c * p;
            classSquares += c * c;
            profileSquares += p * p;
        }
        return classSquares > 0 ? product / Math.sqrt(classSquares * profileSquares) : 0;
    }

    MusicalKey best() {
        return ranked.get(0).key();
    }

    /** How far the best key stands out, 0 to 1: its correlation, and as much again its lead over the second. */
    double confidence() {
        double first = Math.max(0, ranked.get(0).correlation());
        double lead = first - ranked.get(1).correlation();
        return Math.min(1, first * (0.5 + 2.5 * lead));
    }

    /** Whether the pitch classes differ at all. */
    boolean isFound() {
        return ranked.get(0).correlation() > 0;
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = describe(ranked.get(0));
        json.put("confidence", confidence());
        List<Object> others = new ArrayList<>();
        ranked.subList(1, 1 + ALTERNATIVES).forEach(candidate -> others.add(describe(candidate)));
        json.put("alternatives", others);
        return json;
    }

    private static Map<String, Object> describe(Candidate candidate) {
        MusicalKey key = candidate.key();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("value", key.standard());
        json.put("camelot", key.camelot());
        json.put("open_key", key.openKey());
        json.put("correlation", candidate.correlation());
        return json;
    }
}
