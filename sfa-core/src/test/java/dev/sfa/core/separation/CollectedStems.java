package dev.sfa.core.separation;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Keeps whole stems. */
public final class CollectedStems implements StemSink {
    private final int channels;
    private final Map<StemType, float[][]> samples = new EnumMap<>(StemType.class);
    private final Map<StemType, Integer> lengths = new EnumMap<>(StemType.class);

    public CollectedStems(int channels) {
        this.channels = channels;
    }

    @Override
    public void write(StemType stem, float[][] block, int from, int frames) {
        float[][] all = samples.computeIfAbsent(stem, type -> new float[channels][1024]);
        int length = length(stem);
        for (int c = 0; c < channels; c++) {
            if (all[c].length < length + frames) {
                all[c] = Arrays.copyOf(all[c], 2 * (length + frames));
            }
            System.arraycopy(block[c], from, all[c], length, frames);
        }
        lengths.put(stem, length + frames);
    }

    public int length(StemType stem) {
        return lengths.getOrDefault(stem, 0);
    }

    public float[][] samples(StemType stem) {
        float[][] exact = new float[channels][];
        Arrays.setAll(exact, c -> Arrays.copyOf(samples.get(stem)[c], length(stem)));
        return exact;
    }

    /** The largest difference between the mixture and the sum of the stems. */
    public float error(float[][] mixture) {
        float worst = 0;
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < mixture[c].length; i++) {
                float sum = 0;
                for (float[][] stem : samples.values()) {
                    sum += stem[c][i];
                }
                worst = Math.max(worst, Math.abs(mixture[c][i] - sum));
            }
        }
        return worst;
    }
}
