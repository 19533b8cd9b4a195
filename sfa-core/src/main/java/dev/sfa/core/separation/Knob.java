package dev.sfa.core.separation;

/** DEVELOPMENT ONLY. */
final class Knob {
    private Knob() {}

    static double of(String name, double value) {
        String text = System.getProperty("k." + name);
        return text == null ? value : Double.parseDouble(text);
    }

    static int of(String name, int value) {
        return (int) of(name, (double) value);
    }
}
