package dev.sfa.core.analysis;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A recording in five numbers from 0 to 1, to compare recordings at a glance. NaN where there is no telling.
 *
 * @param energy its level: 0 at -40 dB full scale and below, 1 at -8 dB and above
 * @param tempo 0 at 100 beats a minute and below, 1 at 180 and above
 * @param brightness where the middle of its spectrum lies: 0 at 500 Hz and below, 1 at 4 kHz and above, by octaves
 * @param rhythmicComplexity how evenly its onsets are spread over the sixteenths of the bar: the entropy of their strengths
 *     over that of all being equal
 * @param harmonicRichness how evenly it uses the twelve pitch classes: the same of its chroma
 */
record Radar(double energy, double tempo, double brightness, double rhythmicComplexity, double harmonicRichness) {
    private static final int POSITIONS = 4;

    static double energy(double rms) {
        return rms > 0 ? part(20 * Math.log10(rms), -40, -8) : Double.NaN;
    }

    static double tempo(double bpm) {
        return part(bpm, 100, 180);
    }

    static double brightness(double centroid) {
        return centroid > 0 ? part(Math.log(centroid), Math.log(500), Math.log(4000)) : Double.NaN;
    }

    private static double part(double value, double from, double to) {
        return Math.max(0, Math.min(1, (value - from) / (to - from)));
    }

    /** @param onsets and {@code beats} in seconds; {@code strengths} of the onsets */
    static double rhythmicComplexity(double[] onsets, float[] strengths, double[] beats, int beatsPerBar) {
        double[] weights = new double[POSITIONS * beatsPerBar];
        int beat = 0;
        for (int i = 0; i < onsets.length; i++) {
            while (beat + 2 < beats.length && beats[beat + 1] <= onsets[i]) {
                beat++;
            }
            if (beats.length > 1 && onsets[i] >= beats[beat] && onsets[i] < beats[beat + 1]) {
                double position = (onsets[i] - beats[beat]) / (beats[beat + 1] - beats[beat]);
                int sixteenth = (int) Math.round(position * POSITIONS) + POSITIONS * (beat % beatsPerBar);
                weights[sixteenth % weights.length] += strengths[i];
            }
        }
        return evenness(weights);
    }

    /** The entropy of {@code weights} over that of as many equal ones; NaN of zeros. */
    static double evenness(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double entropy = 0;
        for (double weight : weights) {
            double part = weight / sum;
            entropy -= part > 0 ? part * Math.log(part) : 0;
        }
        return sum > 0 ? Math.min(1, entropy / Math.log(weights.length)) : Double.NaN;
    }

    /** @param reason why a number is missing, if one is */
    Map<String, Object> toJson(String reason) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("energy", known(energy));
        json.put("tempo", known(tempo));
        json.put("brightness", known(brightness));
        json.put("rhythmic_complexity", known(rhythmicComplexity));
        json.put("harmonic_richness", known(harmonicRichness));
        if (json.containsValue(null)) {
            json.put("reason", reason);
        }
        return json;
    }

    private static Double known(double value) {
        return Double.isNaN(value) ? null : (Double) value;
    }
}
