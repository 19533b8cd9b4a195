package dev.sfa.core.analysis;

/** Root mean square and rate of zero crossings of every frame, over all its {@link Frame#SIZE} samples. */
final class EnergyFeature implements FrameListener {
    /** What is nearer to zero than this is zero, and zero is positive. */
    private static final float ZERO = 1e-10f;

    private static final int HOPS = Frame.SIZE / Frame.HOP;

    private final SeriesBuilder rms;
    private final SeriesBuilder crossings;
    private final FloatSeries every = new FloatSeries();
    /** Of each hop of the frame: the sum of its squares, its crossings, and whether its first sample is one. */
    private final double[] squares = new double[HOPS];

    private final int[] changes = new int[HOPS];
    private final int[] changesAtStart = new int[HOPS];

    /** @param most points of a series */
    EnergyFeature(int most) {
        rms = new SeriesBuilder("full scale, 0 to 1", 1, most);
        crossings = new SeriesBuilder("crossings a sample", 1, most);
    }

    @Override
    public void add(FrameBlock block) {
        for (int t = 0; t < block.count(); t++) {
            add(block, t * Frame.HOP);
        }
    }

    private void add(FrameBlock block, int start) {
        int fresh = rms.frames() == 0 ? HOPS : 1;
        for (int hop = 0; hop < HOPS; hop++) {
            if (hop < HOPS - fresh) {
                squares[hop] = squares[hop + 1];
                changes[hop] = changes[hop + 1];
                changesAtStart[hop] = changesAtStart[hop + 1];
            } else {
                measure(block, start + hop * Frame.HOP, hop);
            }
        }
        double sum = 0;
        int count = -changesAtStart[0];
        for (int hop = 0; hop < HOPS; hop++) {
            sum += squares[hop];
            count += changes[hop];
        }
        float root = (float) Math.sqrt(sum / Frame.SIZE);
        rms.add(root);
        every.add(root);
        crossings.add((float) count / Frame.SIZE);
    }

    private void measure(FrameBlock block, int start, int hop) {
        float[] x = block.samples;
        double sum = 0;
        for (int i = start; i < start + Frame.HOP; i += 4) {
            sum += x[i] * x[i] + x[i + 1] * x[i + 1] + (x[i + 2] * x[i + 2] + x[i + 3] * x[i + 3]);
        }
        squares[hop] = sum;
        // What lies beyond the recording is taken to go on as it began or ended: it never crosses.
        int from = Math.max(start, block.begin() + 1);
        int to = Math.min(start + Frame.HOP, block.end());
        int count = 0;
        for (int i = from; i < to; i++) {
            count += (x[i] < -ZERO) != (x[i - 1] < -ZERO) ? 1 : 0;
        }
        changes[hop] = count;
        boolean atStart = from == start && start < to && (x[start] < -ZERO) != (x[start - 1] < -ZERO);
        changesAtStart[hop] = atStart ? 1 : 0;
    }

    /** The root mean square of every frame. */
    float[] everyRms() {
        return every.toArray();
    }

    Series rms() {
        return rms.series();
    }

    Series zeroCrossingRate() {
        return crossings.series();
    }
}
