package dev.sfa.core.analysis;

/**
 * What every bar of a recording sounds like.
 *
 * @param times where bars begin in seconds; the end of the recording last
 * @param levels {@code [bar][band]}: loudness of each octave, in units of its deviation over the recording
 * @param activity {@code [bar][band]}: onsets of each octave, the same
 * @param chroma {@code [bar][class]}, each bar's squares summing to 1, or zeros
 */
record BarSequence(double[] times, double[][] levels, double[][] activity, double[][] chroma) {
    /** Quieter than this below a band's loudest, nothing differs, in dB. */
    private static final double RANGE = 40;
    /** Deviations that a bar may be away: the last one dying away is not all that happens in a song. */
    private static final double MOST = 2.5;

    /**
     * Describes bars.
     *
     * @param times as above
     * @param powers {@code [band][frame]} of {@link BandFlux}
     * @param flux {@code [band][frame]} of {@link BandFlux}
     */
    static BarSequence of(double[] times, float[][] powers, float[][] flux, Harmony harmony) {
        int bars = times.length - 1;
        int bands = powers.length;
        double[][] levels = new double[bars][bands];
        double[][] activity = new double[bars][bands];
        double loudest = Double.NEGATIVE_INFINITY;
        for (int band = 0; band < bands; band++) {
            for (int bar = 0; bar < bars; bar++) {
                levels[bar][band] = 10 * Math.log10(mean(powers[band], times[bar], times[bar + 1]) + 1e-9);
                activity[bar][band] = Math.sqrt(mean(flux[band], times[bar], times[bar + 1]));
                loudest = Math.max(loudest, levels[bar][band]);
            }
        }
        for (double[] bar : levels) {
            for (int band = 0; band < bands; band++) {
                bar[band] = Math.max(loudest - 2 * RANGE, bar[band]);
            }
        }
        standardise(levels, 1.5);
        standardise(activity, 0.1);
        double[][] chroma = harmony.between(harmony.treble(), times, 1);
        for (double[] bar : chroma) {
            double squares = 0;
            for (double c : bar) {
                squares += c * c;
            }
            for (int c = 0; c < bar.length && squares > 0; c++) {
                bar[c] /= Math.sqrt(squares);
            }
        }
        return new BarSequence(times, levels, activity, chroma);
    }

    int bars() {
        return times.length - 1;
    }

    double time(int bar) {
        return times[bar];
    }

    private static double mean(float[] values, double start, double end) {
        int from = (int) Math.max(0, Math.min(values.length - 1.0, Math.round(start * Frame.rate())));
        int to = (int) Math.max(from + 1.0, Math.min(values.length, Math.round(end * Frame.rate())));
        double sum = 0;
        for (int t = from; t < to && t < values.length; t++) {
            sum += values[t];
        }
        return sum / (to - from);
    }

    /** Each column to mean 0 and deviation 1, or less where it hardly changes: {@code least} is divided by then. */
    private static void standardise(double[][] rows, double least) {
        for (int column = 0; rows.length > 0 && column < rows[0].length; column++) {
            double mean = 0;
            for (double[] row : rows) {
                mean += row[column] / rows.length;
            }
            double squares = 0;
            for (double[] row : rows) {
                squares += (row[column] - mean) * (row[column] - mean) / rows.length;
            }
            double deviation = Math.max(least, Math.sqrt(squares));
            for (double[] row : rows) {
                row[column] = Math.max(-MOST, Math.min(MOST, (row[column] - mean) / deviation));
            }
        }
    }
}
