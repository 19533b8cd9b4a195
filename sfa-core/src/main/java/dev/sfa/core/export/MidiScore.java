package dev.sfa.core.export;

import dev.sfa.core.analysis.FeatureTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.sound.midi.InvalidMidiDataException;
import javax.sound.midi.MetaMessage;
import javax.sound.midi.MidiEvent;
import javax.sound.midi.MidiMessage;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.Sequence;
import javax.sound.midi.ShortMessage;
import javax.sound.midi.Track;

/**
 * A score of format 1: a track of tempos, time and key signature, sections (markers) and cue points; one of beats on the
 * drum channel, wood blocks, high where a bar begins; one of chords. Beats lie on quarter notes, on dotted ones in 6/8.
 */
final class MidiScore {
    private static final int TEXT = 0x01;
    private static final int NAME = 0x03;
    private static final int MARKER = 0x06;
    private static final int CUE = 0x07;
    private static final int TEMPO = 0x51;
    private static final int TIME_SIGNATURE = 0x58;
    private static final int KEY_SIGNATURE = 0x59;
    private static final int DRUMS = 9;
    private static final int HIGH_WOOD_BLOCK = 76;
    private static final int LOW_WOOD_BLOCK = 77;
    /** Sharps of major keys, flats below zero. */
    private static final Map<String, Integer> SHARPS = Map.ofEntries(
            Map.entry("C", 0),
            Map.entry("G", 1),
            Map.entry("D", 2),
            Map.entry("A", 3),
            Map.entry("E", 4),
            Map.entry("B", 5),
            Map.entry("F#", 6),
            Map.entry("C#", 7),
            Map.entry("F", -1),
            Map.entry("Bb", -2),
            Map.entry("Eb", -3),
            Map.entry("Ab", -4),
            Map.entry("Db", -5),
            Map.entry("Gb", -6));
    /** By how much a minor key has fewer sharps than the major key of its tonic. */
    private static final int MINOR = 3;

    private static final int LEAST_SHARPS = -7;

    private final ExportTrack track;
    private final FeatureTree features;
    private final List<Beat> beats;
    private final boolean dotted;
    private final BeatClock clock;

    MidiScore(ExportTrack track) {
        this.track = track;
        this.features = track.tree();
        this.beats = Beat.of(features);
        this.dotted = features.text("beats.time_signature").orElse("").equals("6/8");
        this.clock = new BeatClock(beats, dotted ? 1.5 : 1);
    }

    void write(OutputStream out) throws IOException {
        try {
            Sequence sequence = new Sequence(Sequence.PPQ, BeatClock.QUARTER);
            conductor(sequence.createTrack());
            if (!beats.isEmpty()) {
                beats(sequence.createTrack());
            }
            if (!features.objects("chords.segments").isEmpty()) {
                chords(sequence.createTrack());
            }
            MidiSystem.write(sequence, 1, out);
        } catch (InvalidMidiDataException e) {
            throw new IllegalStateException(e);
        }
    }

    private void conductor(Track score) throws InvalidMidiDataException {
        text(score, 0, NAME, track.name());
        for (BeatClock.Tempo tempo : clock.tempos()) {
            int value = tempo.microseconds();
            meta(score, tempo.tick(), TEMPO, (byte) (value >> 16), (byte) (value >> 8), (byte) value);
        }
        timeSignature(score);
        keySignature(score);
        for (FeatureTree section : features.objects("structure.sections")) {
            text(score, tick(section, "start"), MARKER, section.text("label").orElse(""));
        }
        for (FeatureTree cue : features.objects("structure.cues")) {
            text(score, tick(cue, "time"), CUE, cue.text("name").orElse(""));
        }
    }

    /** From the first downbeat on: what lies before is not a whole bar. */
    private void timeSignature(Track score) throws InvalidMidiDataException {
        int perBar = Beat.perBar(features);
        if (perBar > 0) {
            double first = beats.stream()
                    .filter(beat -> beat.position() == 1)
                    .mapToDouble(Beat::time)
                    .findFirst()
                    .orElse(0);
            int numerator = dotted ? 6 : perBar;
            int power = dotted ? 3 : 2;
            int clocks = dotted ? 36 : 24;
            meta(score, clock.tick(first), TIME_SIGNATURE, (byte) numerator, (byte) power, (byte) clocks, (byte) 8);
        }
    }

    private void keySignature(Track score) throws InvalidMidiDataException {
        Integer sharps = SHARPS.get(features.text("key.tonic").orElse("").replace("G#", "Ab"));
        if (sharps != null) {
            boolean minor = KeyName.isMinor(features);
            int signature = minor ? sharps - MINOR : sharps;
            // More than seven flats: the same key in sharps.
            signature = signature < LEAST_SHARPS ? signature + 12 : signature;
            meta(score, 0, KEY_SIGNATURE, (byte) signature, (byte) (minor ? 1 : 0));
        }
    }

    private void beats(Track score) throws InvalidMidiDataException {
        text(score, 0, NAME, "beats");
        for (Beat beat : beats) {
            boolean first = beat.position() == 1;
            long tick = clock.tick(beat.time());
            int note = first ? HIGH_WOOD_BLOCK : LOW_WOOD_BLOCK;
            note(score, DRUMS, note, first ? 110 : 80, tick, tick + clock.ticksPerBeat() / 4);
        }
    }

    private void chords(Track score) throws InvalidMidiDataException {
        text(score, 0, NAME, "chords");
        for (FeatureTree segment : features.objects("chords.segments")) {
            String chord = segment.text("chord").orElse("N");
            long start = tick(segment, "start");
            long end = Math.max(start + 1, tick(segment, "end"));
            text(score, start, TEXT, chord);
            for (int note : ChordNotes.of(chord)) {
                note(score, 0, note, 70, start, end);
            }
        }
    }

    private long tick(FeatureTree object, String key) {
        return clock.tick(object.number(key).orElse(0.0));
    }

    private static void note(Track score, int channel, int note, int velocity, long start, long end)
            throws InvalidMidiDataException {
        add(score, start, new ShortMessage(ShortMessage.NOTE_ON, channel, note, velocity));
        add(score, end, new ShortMessage(ShortMessage.NOTE_OFF, channel, note, 0));
    }

    private static void text(Track score, long tick, int type, String text) throws InvalidMidiDataException {
        meta(score, tick, type, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void meta(Track score, long tick, int type, byte... data) throws InvalidMidiDataException {
        add(score, tick, new MetaMessage(type, data, data.length));
    }

    private static void add(Track score, long tick, MidiMessage message) {
        score.add(new MidiEvent(message, tick));
    }
}
