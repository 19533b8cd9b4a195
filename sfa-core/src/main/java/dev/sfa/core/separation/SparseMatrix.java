package dev.sfa.core.separation;

import java.util.Arrays;

/** A matrix of fixed numbers, most of them 0; knows those that are not, by row and by column. */
final class SparseMatrix {
    private final int rows;
    private final int columns;
    private final int[][] rowIndex;
    private final float[][] rowValues;
    private final int[][] columnIndex;
    private final float[][] columnValues;

    /** @param dense {@code [column][row]} */
    SparseMatrix(float[][] dense) {
        this.columns = dense.length;
        this.rows = dense[0].length;
        this.columnIndex = new int[columns][];
        this.columnValues = new float[columns][];
        this.rowIndex = new int[rows][];
        this.rowValues = new float[rows][];
        for (int k = 0; k < columns; k++) {
            int[] index = new int[rows];
            float[] values = new float[rows];
            int count = 0;
            for (int f = 0; f < rows; f++) {
                if (dense[k][f] != 0) {
                    index[count] = f;
                    values[count++] = dense[k][f];
                }
            }
            columnIndex[k] = Arrays.copyOf(index, count);
            columnValues[k] = Arrays.copyOf(values, count);
        }
        for (int f = 0; f < rows; f++) {
            int[] index = new int[columns];
            float[] values = new float[columns];
            int count = 0;
            for (int k = 0; k < columns; k++) {
                if (dense[k][f] != 0) {
                    index[count] = k;
                    values[count++] = dense[k][f];
                }
            }
            rowIndex[f] = Arrays.copyOf(index, count);
            rowValues[f] = Arrays.copyOf(values, count);
        }
    }

    int rows() {
        return rows;
    }

    /** One more than the last row that is not empty. */
    int usedRows() {
        int used = rows;
        while (used > 0 && rowIndex[used - 1].length == 0) {
            used--;
        }
        return used;
    }

    int columns() {
        return columns;
    }

    /** {@code out = this * x} for times from to to; x is {@code [column][time]}, out {@code [row][time]}. */
    void times(float[][] x, float[][] out, int from, int to) {
        for (int f = 0; f < rows; f++) {
            Lines.sum(out[f], x, rowIndex[f], rowValues[f], from, to);
        }
    }

    /** {@code out = transposed this * x} for times from to to; x is {@code [row][time]}, out {@code [column][time]}. */
    void transposedTimes(float[][] x, float[][] out, int from, int to) {
        for (int k = 0; k < columns; k++) {
            Lines.sum(out[k], x, columnIndex[k], columnValues[k], from, to);
        }
    }

    int[] columnIndex(int k) {
        return columnIndex[k];
    }

    float[] columnValues(int k) {
        return columnValues[k];
    }
}
