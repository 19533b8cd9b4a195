package dev.sfa.core.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pulse of a recording.
 *
 * @param beats in seconds, in order
 */
record Rhythm(TempoEstimate tempo, double[] beats, Bars bars) {
    /** The flux of an onset peaks this long after it, in seconds; measured on songs whose onsets are known. */
    private static final double LATENESS = 0.015;
    /** Tempos nearer than this ratio are one. */
    private static final double SAME = 0.04;

    /** From this probability on, a tempo is taken as it is. */
    private static final double SURE = 0.5;
    /** The tempo people tap best, in beats a minute, and the standard deviation around it, in octaves. */
    private static final double RESONANCE = 120;

    private static final double RESONANCE_WIDTH = 0.7;

    private static final List<Double> OCTAVES = List.of(2.0, 0.5, 4.0, 0.25);

    private static final int ALTERNATIVES = 4;

    /**
     * Finds it.
     *
     * @param flux of {@link BandFlux}
     * @param rate frames of the flux a second
     * @param tempos to choose from
     * @return nothing where nothing repeats
     */
    static Optional<Rhythm> of(float[][] flux, Harmony harmony, double rate, BpmRange tempos) {
        PulseTraits traits = new PulseTraits(flux, harmony);
        List<Pulse> pulses = inRange(flux, traits, rate, tempos);
        if (pulses.isEmpty()) {
            return Optional.empty();
        }
        double[] probabilities = PulseModel.probabilities(pulses);
        Pulse chosen = pulses.get(best(preferred(pulses, probabilities)));
        double[] beats = new double[chosen.beats().length];
        for (int i = 0; i < beats.length; i++) {
            beats[i] = Math.max(0, chosen.beats()[i] / rate - LATENESS);
        }
        List<TempoEstimate.Alternative> all = tempos(pulses, probabilities, chosen.bpm());
        double confidence = all.get(0).probability();
        TempoEstimate tempo = new TempoEstimate(
                chosen.bpm(), confidence, List.copyOf(all.subList(1, Math.min(all.size(), 1 + ALTERNATIVES))));
        return Optional.of(new Rhythm(tempo, beats, Bars.of(traits, harmony, chosen.beats())));
    }

    /** Where the tempo people tap is out of range, its octaves that are in it; others where there are none. */
    private static List<Pulse> inRange(float[][] flux, PulseTraits traits, double rate, BpmRange tempos) {
        List<Pulse> all = new PulseFinder(flux, traits, rate, BpmRange.ANY).pulses();
        if (tempos.equals(BpmRange.ANY) || all.isEmpty()) {
            return all;
        }
        double tapped =
                all.get(best(preferred(all, PulseModel.probabilities(all)))).bpm();
        if (tempos.contains(tapped)) {
            return all.stream().filter(pulse -> tempos.contains(pulse.bpm())).toList();
        }
        List<Pulse> near = new PulseFinder(flux, traits, rate, tempos).pulses();
        List<Pulse> octaves = near.stream()
                .filter(pulse -> OCTAVES.stream().anyMatch(ratio -> same(pulse.bpm(), ratio * tapped)))
                .toList();
        return octaves.isEmpty() ? near : octaves;
    }

    /**
     * What is chosen by: the probabilities; or where they leave it open, with those tempos ahead that people prefer (L. van
     * Noorden and D. Moelants, Resonance in the perception of musical pulse, 1999).
     */
    private static double[] preferred(List<Pulse> pulses, double[] probabilities) {
        double likeliest = pulses.get(best(probabilities)).bpm();
        if (tempo(pulses, probabilities, likeliest, "").probability() >= SURE) {
            return probabilities;
        }
        double[] preferred = new double[probabilities.length];
        for (int i = 0; i < preferred.length; i++) {
            double octaves = Math.log(pulses.get(i).bpm() / RESONANCE) / Math.log(2);
            preferred[i] = probabilities[i] * Math.exp(-0.5 * Math.pow(octaves / RESONANCE_WIDTH, 2));
        }
        return preferred;
    }

    private static int best(double[] probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return best;
    }

    Map<String, Object> tempoJson() {
        Map<String, Object> json = tempo.toJson();
        json.put("curve", TempoCurve.of(beats, bars.meter().beats()).toJson());
        return json;
    }

    static Map<String, Object> missingTempo(String reason) {
        Map<String, Object> json = TempoEstimate.missing(reason);
        json.put("curve", TempoCurve.NONE.toJson());
        return json;
    }

    Map<String, Object> beatsJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("unit", "s");
        json.put("count", beats.length);
        json.put("times", beats);
        json.put("positions", bars.positions(beats.length));
        json.put("time_signature", bars.meter().signature());
        json.put("beats_per_bar", bars.meter().beats());
        json.put("bars_confidence", bars.confidence());
        json.put("downbeats", bars.downbeats(beats));
        return json;
    }

    static Map<String, Object> missingBeats(String reason) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("unit", "s");
        json.put("count", 0);
        json.put("times", List.of());
        json.put("positions", List.of());
        json.put("time_signature", null);
        json.put("beats_per_bar", null);
        json.put("bars_confidence", null);
        json.put("downbeats", List.of());
        json.put("reason", reason);
        return json;
    }

    /** The chosen tempo first, then half and double, then the others by falling probability. */
    private static List<TempoEstimate.Alternative> tempos(List<Pulse> pulses, double[] probabilities, double chosen) {
        List<TempoEstimate.Alternative> tempos = new ArrayList<>();
        tempos.add(tempo(pulses, probabilities, chosen, "chosen"));
        tempos.add(tempo(pulses, probabilities, chosen / 2, "half"));
        tempos.add(tempo(pulses, probabilities, chosen * 2, "double"));
        List<TempoEstimate.Alternative> others = new ArrayList<>();
        for (Pulse pulse : pulses) {
            boolean known = tempos.stream().anyMatch(tempo -> same(tempo.bpm(), pulse.bpm()))
                    || others.stream().anyMatch(tempo -> same(tempo.bpm(), pulse.bpm()));
            if (!known) {
                others.add(tempo(pulses, probabilities, pulse.bpm(), "other"));
            }
        }
        others.sort(Comparator.comparingDouble(TempoEstimate.Alternative::probability)
                .reversed());
        tempos.addAll(others);
        return tempos;
    }

    private static TempoEstimate.Alternative tempo(
            List<Pulse> pulses, double[] probabilities, double bpm, String relation) {
        double sum = 0;
        for (int i = 0; i < probabilities.length; i++) {
            sum += same(bpm, pulses.get(i).bpm()) ? probabilities[i] : 0;
        }
        return new TempoEstimate.Alternative(bpm, relation, Math.min(1, sum));
    }

    private static boolean same(double a, double b) {
        return Math.abs(a / b - 1) < SAME;
    }
}
