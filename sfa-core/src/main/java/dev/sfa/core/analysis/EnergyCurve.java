package dev.sfa.core.analysis;

/**
 * How loud a recording is in its course: root mean squares over about a second, as part of the largest.
 *
 * @param begin when it begins to sound, in seconds: before it is 60 dB quieter than the loudest second
 * @param times in seconds, of the middles
 * @param values 0 to 1
 */
record EnergyCurve(double begin, double[] times, double[] values) {
    /** Points a second. */
    private static final double RATE = 2;

    private static final double SECONDS = 1;
    private static final double SILENT = 1e-3;

    /** @param rms of every frame */
    static EnergyCurve of(float[] rms) {
        double[] squares = new double[rms.length + 1];
        for (int t = 0; t < rms.length; t++) {
            squares[t + 1] = squares[t] + (double) rms[t] * rms[t];
        }
        int points = (int) Math.floor(rms.length / Frame.rate() * RATE) + 1;
        double[] times = new double[points];
        double[] values = new double[points];
        double loudest = 0;
        for (int i = 0; i < points; i++) {
            times[i] = i / RATE;
            int from = (int) Math.max(0, Math.floor((times[i] - SECONDS / 2) * Frame.rate()));
            int to = (int) Math.min(rms.length, Math.ceil((times[i] + SECONDS / 2) * Frame.rate()));
            values[i] = to > from ? Math.sqrt((squares[to] - squares[from]) / (to - from)) : 0;
            loudest = Math.max(loudest, values[i]);
        }
        int silent = 0;
        while (silent < rms.length && rms[silent] <= SILENT * loudest) {
            silent++;
        }
        for (int i = 0; i < points; i++) {
            values[i] = loudest > 0 ? Math.min(1, values[i] / loudest) : 0;
        }
        return new EnergyCurve(silent / Frame.rate(), times, values);
    }

    /** The root mean square from {@code start} to {@code end} seconds. */
    double mean(double start, double end) {
        int from = (int) Math.max(0, Math.min(values.length - 1.0, Math.ceil(start * RATE)));
        int to = (int) Math.min(values.length, Math.max(from + 1.0, Math.ceil(end * RATE)));
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i] * values[i];
        }
        return Math.min(1, Math.sqrt(sum / Math.max(1, to - from)));
    }
}
