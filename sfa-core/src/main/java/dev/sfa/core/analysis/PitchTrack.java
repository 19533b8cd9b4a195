package dev.sfa.core.analysis;

import be.tarsos.dsp.pitch.FastYin;
import be.tarsos.dsp.pitch.PitchDetectionResult;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The pitch of the leading voice, every second frame: YIN (A. de Cheveigne and H. Kawahara, 2002) as TarsosDSP has it. Of
 * several voices at once it follows the one that repeats most clearly, or none.
 */
final class PitchTrack implements FrameListener {
    private static final int EVERY = 2;
    /** Frames quieter than this have no pitch: -60 dB full scale. */
    private static final double QUIET = 1e-3;
    /** The range of voices and instruments that lead, in Hz. */
    private static final float LOWEST = 40;

    private static final float HIGHEST = 2500;

    private final FastYin yin = new FastYin(Analyzer.SAMPLE_RATE, Frame.SIZE);
    private final float[] frame = new float[Frame.SIZE];
    private final FloatSeries pitches = new FloatSeries();
    private final FloatSeries confidences = new FloatSeries();
    private final int most;
    private int frames;

    /** @param most points of a series */
    PitchTrack(int most) {
        this.most = most;
    }

    @Override
    public void add(FrameBlock block) {
        for (int t = 0; t < block.count(); t++) {
            if (frames++ % EVERY == 0) {
                System.arraycopy(block.samples, t * Frame.HOP, frame, 0, Frame.SIZE);
                follow();
            }
        }
    }

    private void follow() {
        double squares = 0;
        for (float sample : frame) {
            squares += sample * sample;
        }
        if (Math.sqrt(squares / Frame.SIZE) < QUIET) {
            put(Float.NaN, 0);
            return;
        }
        PitchDetectionResult found = yin.getPitch(frame);
        boolean pitched = found.isPitched() && found.getPitch() >= LOWEST && found.getPitch() <= HIGHEST;
        float confidence = Float.isNaN(found.getProbability()) ? 0 : found.getProbability();
        put(pitched ? found.getPitch() : Float.NaN, Math.max(0, Math.min(1, confidence)));
    }

    private void put(float pitch, float confidence) {
        pitches.add(pitch);
        confidences.add(confidence);
    }

    /** @param reason why there is none, if there is none */
    Map<String, Object> toJson(String reason) {
        float[] all = pitches.toArray();
        int voiced = 0;
        float[] sorted = all.clone();
        Arrays.sort(sorted);
        while (voiced < sorted.length && !Float.isNaN(sorted[voiced])) {
            voiced++;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("median_hz", voiced == 0 ? null : (Float) sorted[voiced / 2]);
        json.put("voiced", all.length == 0 ? 0.0 : (double) voiced / all.length);
        double rate = Frame.rate() / EVERY;
        json.put("f0", Series.thinned("Hz", rate, all, most).toJsonWithGaps());
        json.put(
                "confidence",
                Series.thinned("0 to 1", rate, confidences.toArray(), most).toJson());
        if (voiced == 0) {
            json.put("reason", reason);
        }
        return json;
    }
}
