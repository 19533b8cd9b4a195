package dev.sfa.core.tag;

import dev.sfa.core.analysis.FeatureTree;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The texts of tags, from what an analysis found. */
public final class TagValues {
    /** The loudness that ReplayGain 2.0 brings everything to, in LUFS. */
    private static final double REFERENCE = -18;

    private final Map<TagName, String> texts = new EnumMap<>(TagName.class);

    private TagValues() {}

    /** What can be told; what is null in the features is left out. */
    public static TagValues of(Map<String, Object> features) {
        FeatureTree tree = new FeatureTree(features);
        TagValues values = new TagValues();
        tree.number("tempo.value").ifPresent(bpm -> values.texts.put(TagName.BPM, decimals("%.2f", bpm)));
        tree.text("key.tonic")
                .ifPresent(tonic -> values.texts.put(
                        TagName.KEY,
                        tonic + (tree.text("key.mode").orElse("major").equals("minor") ? "m" : "")));
        tree.number("loudness.integrated_lufs")
                .ifPresent(loudness -> values.texts.put(TagName.TRACK_GAIN, decimals("%.2f dB", REFERENCE - loudness)));
        tree.number("loudness.sample_peak_dbfs")
                .ifPresent(peak -> values.texts.put(TagName.TRACK_PEAK, decimals("%.6f", Math.pow(10, peak / 20))));
        return values;
    }

    private static String decimals(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** The text of a tag; null where it cannot be told. */
    String text(TagName name) {
        return texts.get(name);
    }
}
