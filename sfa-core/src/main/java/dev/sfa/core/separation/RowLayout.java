package dev.sfa.core.separation;

/**
 * How the bins of a spectrum are put together to rows: below 4 kHz a row a bin, above bands a semitone wide, whose value
 * is the mean of their bins.
 */
final class RowLayout {
    private static final double SINGLE_BELOW = 4_000;
    private static final double BAND = Math.pow(2, 1 / 12.0);
    private static final int LEAST_BAND = 2;

    private final int[] edges;
    private final int[] rowOfBin;
    private final double binWidth;

    /**
     * @param bins bins of a spectrum, at multiples of {@code binWidth}
     * @param binWidth in Hz
     */
    RowLayout(int bins, double binWidth) {
        this.binWidth = binWidth;
        int single = Math.min(bins, (int) Math.ceil(SINGLE_BELOW / binWidth));
        int[] found = new int[bins + 1];
        int rows = 0;
        while (rows < single) {
            found[rows] = rows;
            rows++;
        }
        int edge = single;
        while (edge < bins) {
            found[rows++] = edge;
            edge = Math.max(edge + LEAST_BAND, (int) Math.round(edge * BAND));
        }
        found[rows] = bins;
        this.edges = java.util.Arrays.copyOf(found, rows + 1);
        this.rowOfBin = new int[bins];
        for (int row = 0; row < rows; row++) {
            java.util.Arrays.fill(rowOfBin, edges[row], edges[row + 1], row);
        }
    }

    int rows() {
        return edges.length - 1;
    }

    int bins() {
        return rowOfBin.length;
    }

    double binWidth() {
        return binWidth;
    }

    int rowOf(int bin) {
        return rowOfBin[bin];
    }

    /** Bins in a row. */
    int width(int row) {
        return edges[row + 1] - edges[row];
    }

    /** The middle of a row, in Hz. */
    double hertz(int row) {
        return (edges[row] + edges[row + 1] - 1) / 2.0 * binWidth;
    }

    /** The mean of a row's bins. */
    float mean(float[] bins, int row) {
        float sum = 0;
        for (int k = edges[row]; k < edges[row + 1]; k++) {
            sum += bins[k];
        }
        return sum / width(row);
    }
}
