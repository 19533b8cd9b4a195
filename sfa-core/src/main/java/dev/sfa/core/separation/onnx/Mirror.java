package dev.sfa.core.separation.onnx;

/** Continues a signal beyond its ends by reflection that does not repeat the edge: {@code x[2] x[1] | x[0] x[1]}. */
final class Mirror {
    private Mirror() {}

    /** The index within n samples that stands at i. */
    static int index(int i, int n) {
        if (i >= 0 && i < n) {
            return i;
        }
        if (n == 1) {
            return 0;
        }
        int within = Math.floorMod(i, 2 * n - 2);
        return within < n ? within : 2 * n - 2 - within;
    }
}
