package dev.sfa.core.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The form of a recording.
 *
 * @param sections side by side to the end, from the first bar if it is silent before, else from 0
 * @param cues places to mix at, on bars
 * @param curveTimes in seconds
 * @param curve energy at these times, 0 to 1
 */
record Structure(List<Section> sections, List<Cue> cues, double[] curveTimes, double[] curve) {
    /** A section whose energy differs from the one before by less is no drop and no breakdown. */
    private static final double STEP = 0.12;
    /** A bar that begins so many seconds after the first sound, a pick-up or a slow attack, begins with it. */
    private static final double ATTACK = 0.25;

    /**
     * A stretch of music.
     *
     * @param start in seconds
     * @param end in seconds
     * @param label the same for stretches that repeat, from A on
     * @param energy 0 to 1, the loudest second of the recording being 1
     */
    record Section(double start, double end, String label, double energy) {
        private Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("start", start);
            json.put("end", end);
            json.put("label", label);
            json.put("energy", energy);
            return json;
        }
    }

    /** @param time in seconds */
    record Cue(double time, String name) {
        private Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("time", time);
            json.put("name", name);
            return json;
        }
    }

    /**
     * Finds it.
     *
     * @param bars what is known of every bar
     * @param energy of the recording
     */
    static Structure of(BarSequence bars, EnergyCurve energy) {
        int[] bounds = new SectionFinder(bars).bounds();
        String[] labels = SectionLabels.of(bars, bounds);
        List<Section> sections = new ArrayList<>();
        double first = energy.begin() >= bars.time(0) - ATTACK ? bars.time(0) : 0;
        for (int i = 0; i + 1 < bounds.length; i++) {
            double start = i == 0 ? first : bars.time(bounds[i]);
            double end = bars.time(bounds[i + 1]);
            sections.add(new Section(start, end, labels[i], energy.mean(start, end)));
        }
        return new Structure(List.copyOf(sections), cues(sections, bars), energy.times(), energy.values());
    }

    /** The first bar, the largest rise and the largest fall of energy between sections, and the end that fades. */
    private static List<Cue> cues(List<Section> sections, BarSequence bars) {
        List<Cue> cues = new ArrayList<>();
        cues.add(new Cue(bars.time(0), "intro"));
        int drop = -1;
        int breakdown = -1;
        double rise = STEP;
        double fall = STEP;
        int last = sections.size() - 1;
        for (int i = 1; i <= last; i++) {
            double change = sections.get(i).energy() - sections.get(i - 1).energy();
            if (change > rise) {
                rise = change;
                drop = i;
            }
            if (i < last && -change > fall) {
                fall = -change;
                breakdown = i;
            }
        }
        if (drop > 0) {
            cues.add(new Cue(sections.get(drop).start(), "drop"));
        }
        if (breakdown > 0) {
            cues.add(new Cue(sections.get(breakdown).start(), "breakdown"));
        }
        if (last > 1 && drop != last) {
            cues.add(new Cue(sections.get(last).start(), "outro"));
        }
        cues.sort((a, b) -> Double.compare(a.time(), b.time()));
        return List.copyOf(cues);
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = json(sections.stream().map(Section::toJson).toList(), curveTimes, curve);
        json.put("cues", cues.stream().map(Cue::toJson).toList());
        return json;
    }

    static Map<String, Object> missing(String reason, EnergyCurve energy) {
        Map<String, Object> json = json(List.of(), energy.times(), energy.values());
        json.put("cues", List.of());
        json.put("reason", reason);
        return json;
    }

    private static Map<String, Object> json(List<?> sections, double[] times, double[] values) {
        Map<String, Object> curve = new LinkedHashMap<>();
        curve.put("unit", "s; 1 is the loudest second");
        curve.put("times", times);
        curve.put("values", values);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("unit", "s");
        json.put("sections", sections);
        json.put("energy_curve", curve);
        return json;
    }
}
