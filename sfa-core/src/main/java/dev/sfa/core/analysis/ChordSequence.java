package dev.sfa.core.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The chords of a recording, beat by beat: the pitch classes of every beat against templates of chords (T. Fujishima,
 * Realtime chord recognition of musical sound, 1999), the likeliest sequence by the algorithm of A. Viterbi, in which a
 * chord mostly stays and mostly changes at the beginning of a bar (H. Papadopoulos and G. Peeters, 2011).
 *
 * @param segments side by side; neighbours differ
 */
record ChordSequence(List<Segment> segments) {
    private static final int CLASSES = 12;
    /** How sharply a better fit is preferred. */
    private static final double SHARPNESS = 18;
    /** Of the bass note being the root. */
    private static final double BASS = 0.12;

    private static final double FIFTH_IN_BASS = 0.03;
    /** What rarer kinds of chord have to fit better, by {@link Chord.Quality}. */
    private static final double[] HANDICAPS = {0, 0, 0.03, 0.025, 0.025, 0.06, 0.05};
    /** What a change costs at the beginning of a bar, in its middle, and elsewhere. */
    private static final double AT_BAR = 1.2;

    private static final double IN_MIDDLE = 2.4;
    private static final double WITHIN = 3.6;
    /** How much a chord has to resemble its template to be one. */
    private static final double LEAST_FIT = 0.62;

    private static final List<Chord> CHORDS = chords();

    /**
     * One chord.
     *
     * @param start in seconds
     * @param end in seconds
     * @param confidence 0 to 1: how much likelier than all others it is, by its notes alone
     */
    record Segment(double start, double end, Chord chord, double confidence) {
        private Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("start", start);
            json.put("end", end);
            json.put("chord", chord.harte());
            json.put("confidence", confidence);
            return json;
        }
    }

    private static List<Chord> chords() {
        List<Chord> chords = new ArrayList<>();
        for (Chord.Quality quality : Chord.Quality.values()) {
            for (int root = 0; root < CLASSES; root++) {
                chords.add(new Chord(root, quality));
            }
        }
        chords.add(Chord.NONE);
        return List.copyOf(chords);
    }

    /**
     * Finds them.
     *
     * @param times of the beats in seconds, the end of the recording last
     * @param positions of the beats in their bars, from 1
     * @param beatsPerBar of those bars
     */
    static ChordSequence of(Harmony harmony, double[] times, List<Integer> positions, int beatsPerBar) {
        double[][] treble = harmony.between(harmony.treble(), times, 1);
        double[][] bass = harmony.between(harmony.bass(), times, 1);
        int n = treble.length;
        if (n == 0) {
            return new ChordSequence(List.of());
        }
        double[][] fits = new double[n][];
        for (int i = 0; i < n; i++) {
            fits[i] = fits(treble[i], bass[i]);
        }
        int[] path = path(fits, positions, beatsPerBar);
        List<Segment> segments = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= n; i++) {
            if (i == n || path[i] != path[from]) {
                double confidence = 0;
                for (int k = from; k < i; k++) {
                    confidence += probability(fits[k], path[from]) / (i - from);
                }
                segments.add(new Segment(times[from], times[i], CHORDS.get(path[from]), Math.min(1, confidence)));
                from = i;
            }
        }
        return new ChordSequence(List.copyOf(segments));
    }

    private static double[] fits(double[] treble, double[] bass) {
        double[] fits = new double[CHORDS.size()];
        double squares = 0;
        double low = 0;
        for (int c = 0; c < CLASSES; c++) {
            squares += treble[c] * treble[c];
            low += bass[c];
        }
        for (int i = 0; i < fits.length; i++) {
            Chord chord = CHORDS.get(i);
            if (chord.root() < 0 || squares == 0) {
                fits[i] = chord.root() < 0 ? SHARPNESS * LEAST_FIT : 0;
                continue;
            }
            int[] intervals = chord.quality().intervals();
            double sum = 0;
            for (int interval : intervals) {
                sum += treble[(chord.root() + interval) % CLASSES];
            }
            double fit = sum / Math.sqrt(squares * intervals.length);
            if (low > 0) {
                fit += BASS * bass[chord.root()] / low
                        + FIFTH_IN_BASS * bass[(chord.root() + intervals[2]) % CLASSES] / low;
            }
            fits[i] = SHARPNESS * (fit - HANDICAPS[chord.quality().ordinal()]);
        }
        return fits;
    }

    private static int[] path(double[][] fits, List<Integer> positions, int beatsPerBar) {
        int n = fits.length;
        int chords = fits[0].length;
        int[][] before = new int[n][chords];
        double[] score = fits[0].clone();
        for (int i = 1; i < n; i++) {
            int best = best(score);
            double changed = score[best] - cost(i < positions.size() ? positions.get(i) : 0, beatsPerBar);
            double[] next = new double[chords];
            for (int c = 0; c < chords; c++) {
                boolean stays = score[c] >= changed;
                before[i][c] = stays ? c : best;
                next[c] = fits[i][c] + (stays ? score[c] : changed);
            }
            score = next;
        }
        int[] path = new int[n];
        path[n - 1] = best(score);
        for (int i = n - 1; i > 0; i--) {
            path[i - 1] = before[i][path[i]];
        }
        return path;
    }

    private static double cost(int position, int beatsPerBar) {
        if (position == 1) {
            return AT_BAR;
        }
        return beatsPerBar % 2 == 0 && position == beatsPerBar / 2 + 1 ? IN_MIDDLE : WITHIN;
    }

    private static int best(double[] score) {
        int best = 0;
        for (int i = 1; i < score.length; i++) {
            best = score[i] > score[best] ? i : best;
        }
        return best;
    }

    private static double probability(double[] fits, int chosen) {
        double sum = 0;
        for (double fit : fits) {
            sum += Math.exp(fit - fits[chosen]);
        }
        return 1 / sum;
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("unit", "s");
        json.put("segments", segments.stream().map(Segment::toJson).toList());
        return json;
    }

    static Map<String, Object> missing(String reason) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("unit", "s");
        json.put("segments", List.of());
        json.put("reason", reason);
        return json;
    }
}
