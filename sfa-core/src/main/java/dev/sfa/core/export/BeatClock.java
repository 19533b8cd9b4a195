package dev.sfa.core.export;

import java.util.ArrayList;
import java.util.List;

/** From seconds to the ticks of a score in which every beat is as long, and the tempos that bring them back. */
final class BeatClock {
    /** Ticks of a quarter note. */
    static final int QUARTER = 480;

    private static final double USUAL_BEAT = 0.5;
    private static final int MOST_MICROSECONDS = 0xffffff;

    private final int ticksPerBeat;
    private final List<Double> times = new ArrayList<>();
    private final List<Long> ticks = new ArrayList<>();

    /** A tempo, in microseconds a quarter note, from a tick on. */
    record Tempo(long tick, int microseconds) {}

    /** @param quartersPerBeat 1, or 1.5 where beats are dotted quarter notes */
    BeatClock(List<Beat> beats, double quartersPerBeat) {
        ticksPerBeat = (int) Math.round(QUARTER * quartersPerBeat);
        double usual = beats.size() < 2
                ? USUAL_BEAT
                : (beats.get(beats.size() - 1).time() - beats.get(0).time()) / (beats.size() - 1);
        times.add(0.0);
        ticks.add(0L);
        for (Beat beat : beats) {
            double last = times.get(times.size() - 1);
            if (beat.time() > last + 1e-6) {
                // Before the first beat lie as many as there is time for.
                long count = ticks.size() > 1 || beats.get(0).time() <= 1e-6
                        ? 1
                        : Math.max(1, Math.round(beat.time() / usual));
                times.add(beat.time());
                ticks.add(ticks.get(ticks.size() - 1) + count * ticksPerBeat);
            }
        }
        double last = times.get(times.size() - 1);
        times.add(last + usual);
        ticks.add(ticks.get(ticks.size() - 1) + ticksPerBeat);
    }

    int ticksPerBeat() {
        return ticksPerBeat;
    }

    /** The nearest tick; beyond the last beat at the mean tempo. */
    long tick(double seconds) {
        int i = 0;
        while (i + 2 < times.size() && times.get(i + 1) <= seconds) {
            i++;
        }
        double part = (seconds - times.get(i)) / (times.get(i + 1) - times.get(i));
        return Math.max(0, Math.round(ticks.get(i) + part * (ticks.get(i + 1) - ticks.get(i))));
    }

    /** The tempos, one wherever it changes; their rounding does not add up. */
    List<Tempo> tempos() {
        List<Tempo> tempos = new ArrayList<>();
        double reached = 0;
        int before = 0;
        for (int i = 0; i + 1 < times.size(); i++) {
            double quarters = (double) (ticks.get(i + 1) - ticks.get(i)) / QUARTER;
            int microseconds = (int) Math.max(
                    1, Math.min(MOST_MICROSECONDS, Math.round((times.get(i + 1) - reached) * 1e6 / quarters)));
            reached += microseconds * quarters / 1e6;
            if (microseconds != before) {
                tempos.add(new Tempo(ticks.get(i), microseconds));
            }
            before = microseconds;
        }
        return tempos;
    }
}
