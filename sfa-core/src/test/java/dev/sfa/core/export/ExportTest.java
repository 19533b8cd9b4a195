package dev.sfa.core.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.sfa.core.analysis.Recordings;
import dev.sfa.core.export.ExportOptions.Label;
import dev.sfa.core.protocol.Json;
import dev.sfa.core.synth.DemoSong;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sound.midi.MetaMessage;
import javax.sound.midi.MidiEvent;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.Sequence;
import javax.sound.midi.ShortMessage;
import javax.sound.midi.Track;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Exports, read back by other programs: XML and JSON schemas, a MIDI reader, Python. */
class ExportTest {
    /** Three beats a bar at 120, the first bar from the second beat on; then 90 from beat 7 on. */
    private static final Map<String, Object> WALTZ = Json.parseObject("""
            {"duration": 6.0, "sample_rate": 22050,
             "tempo": {"value": 117.98, "confidence": 0.9},
             "beats": {"times": [0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.1666667, 4.8333333],
                       "positions": [0, 1, 2, 3, 1, 2, 3, 1, 2],
                       "downbeats": [1.0, 2.5, 4.1666667], "time_signature": "3/4", "beats_per_bar": 3, "count": 9},
             "key": {"value": "C# minor", "tonic": "C#", "mode": "minor", "camelot": "12A", "confidence": 0.7},
             "onsets": {"times": [0.5, 0.75]},
             "energy": {"rms": {"unit": "", "rate": 2, "mean": 0.25, "values": [0.1, 0.2, 0.4]}},
             "loudness": {"integrated_lufs": null, "range_lu": null, "reason": "silence",
                          "short_term": {"rate": 1, "mean": null, "values": [null, -20.5]}},
             "mfcc": {"rate": 2, "mean": [1, 2], "values": [[1, 2, 3], [4, 5, 6]]},
             "chords": {"segments": [{"start": 0.5, "end": 2.5, "chord": "C#:min", "confidence": 0.8},
                                     {"start": 2.5, "end": 4.0, "chord": "A:maj7", "confidence": 0.6},
                                     {"start": 4.0, "end": 6.0, "chord": "N", "confidence": 0.5}]},
             "structure": {"sections": [{"start": 0, "end": 2.5, "label": "A", "energy": 0.2},
                                        {"start": 2.5, "end": 6, "label": "B", "energy": 0.9}],
                           "cues": [{"time": 1.0, "name": "intro"}, {"time": 2.5, "name": "drop"}]}}
            """);

    @TempDir
    Path folder;

    @Test
    void rekordboxGetsGridsAndCuesByItsSchema() throws Exception {
        ExportTrack odd = track("Caf\u00e9 <\"&'> \u0001\ud83c\udfb5", "/music/50% & #1 caf\u00e9?.mp3", WALTZ);
        String xml = written(ExportFormat.REKORDBOX, odd, track("Silent", "/b.flac", Map.of()));
        SchemaFactory.newDefaultInstance()
                .newSchema(getClass().getResource("/rekordbox.xsd"))
                .newValidator()
                .validate(new StreamSource(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))));
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        NodeList tracks = document.getElementsByTagName("TRACK");
        Element first = (Element) tracks.item(0);
        assertThat(first.getAttribute("Name")).isEqualTo("Caf\u00e9 <\"&'>  \ud83c\udfb5");
        assertThat(first.getAttribute("Tonality")).isEqualTo("C#m");
        assertThat(first.getAttribute("AverageBpm")).isEqualTo("117.98");
        String location = first.getAttribute("Location");
        assertThat(location).startsWith("file://localhost/music/50%25%20&%20%231%20caf%C3%A9%3F.mp3");
        assertThat(Path.of(URI.create(location.replace("//localhost", "//")))).isEqualTo(Path.of(odd.location()));
        assertThat(attributes(first, "TEMPO", "Inizio", "Bpm", "Metro", "Battito"))
                .containsExactly("0.500 120.00 3/4 3", "4.167 90.00 3/4 1");
        assertThat(attributes(first, "POSITION_MARK", "Name", "Start", "Num"))
                .containsExactly("intro 1.000 0", "intro 1.000 -1", "drop 2.500 1", "drop 2.500 -1");
        assertThat(attributes((Element) tracks.item(1), "TEMPO", "Bpm")).isEmpty();
    }

    @Test
    void aSteadyTempoIsOneSegmentThatNoBeatLeaves() {
        List<Beat> beats = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            beats.add(new Beat(0.3 + i * 60 / 126.7 + 0.015 * Math.sin(i), 0, 1 + i % 4));
        }
        List<TempoSegment> segments = TempoSegment.of(beats);
        assertThat(segments).hasSize(1);
        assertThat(segments.get(0).bpm()).isCloseTo(126.7, within(0.02));
        beats.set(0, new Beat(0.18, 0, 1));
        beats.set(250, new Beat(beats.get(250).time() + 0.2, 0, 3));
        TempoSegment same = TempoSegment.of(beats).get(0);
        assertThat(same.bpm()).as("with two beats astray").isCloseTo(126.7, within(0.02));
        assertThat(same.first().time()).isCloseTo(0.3, within(0.005));
        double cue = 0.3 + 100 * 60 / 126.7;
        assertThat(TempoSegment.onGrid(List.of(same), cue + 0.03)).isCloseTo(cue, within(0.006));
        assertThat(TempoSegment.onGrid(List.of(same), cue + 0.2)).isEqualTo(cue + 0.2);
        List<Beat> faster = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            faster.add(new Beat(i * 0.5 - 0.0005 * i * i, 0, 0));
        }
        assertThat(TempoSegment.of(faster)).as("a tempo that rises").hasSizeGreaterThan(5);
        assertThat(TempoSegment.of(List.of())).isEmpty();
        assertThat(TempoSegment.of(beats.subList(0, 1))).isEmpty();
    }

    @Test
    void aMidiReaderFindsEveryBeatAtItsTime() throws Exception {
        Sequence score = midi(track("Waltz", "/a.mp3", WALTZ));
        assertThat(score.getTracks()).hasSize(3);
        List<Double> beats = new ArrayList<>();
        List<Integer> notes = new ArrayList<>();
        for (MidiEvent event : events(score.getTracks()[1])) {
            if (event.getMessage() instanceof ShortMessage note && note.getCommand() == ShortMessage.NOTE_ON) {
                assertThat(event.getTick() % 480).isZero();
                beats.add(seconds(score, event.getTick()));
                notes.add(note.getData1());
            }
        }
        double[] times = {0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.1666667, 4.8333333};
        assertThat(beats).hasSize(times.length);
        for (int i = 0; i < times.length; i++) {
            assertThat(beats.get(i)).isCloseTo(times[i], within(1e-5));
        }
        assertThat(notes).containsExactly(77, 76, 77, 77, 76, 77, 77, 76, 77);
        List<String> chords = new ArrayList<>();
        for (MidiEvent event : events(score.getTracks()[2])) {
            if (event.getMessage() instanceof ShortMessage note) {
                String what = note.getCommand() == ShortMessage.NOTE_ON ? "+" : "-";
                chords.add(what + note.getData1() + "@" + Math.round(10 * seconds(score, event.getTick())));
            }
        }
        assertThat(chords)
                .containsExactly(
                        "+49@5", "+52@5", "+56@5", "-49@25", "-52@25", "-56@25", "+57@25", "+61@25", "+64@25", "+68@25",
                        "-57@40", "-61@40", "-64@40", "-68@40");
        assertThat(metas(score.getTracks()[0], 0x58)).containsExactly("960: 3 2 24 8");
        assertThat(metas(score.getTracks()[0], 0x59)).containsExactly("0: 4 1");
        assertThat(texts(score.getTracks()[0], 0x06)).containsExactly("A", "B");
        assertThat(texts(score.getTracks()[0], 0x07)).containsExactly("intro", "drop");
        assertThat(texts(score.getTracks()[0], 0x03)).containsExactly("The Loopbacks - Waltz");
        assertThat(texts(score.getTracks()[2], 0x01)).containsExactly("C#:min", "A:maj7", "N");
    }

    @Test
    void jamsFollowsItsSchema() throws Exception {
        String json = written(ExportFormat.JAMS, track("Waltz", "/a.mp3", WALTZ));
        assertThat(jamsErrors(json)).isEmpty();
        List<?> annotations = (List<?>) Json.parseObject(json).get("annotations");
        assertThat(annotations)
                .extracting(annotation -> (Object) ((Map<?, ?>) annotation).get("namespace"))
                .containsExactly("tempo", "key_mode", "beat", "beat_position", "onset", "chord", "segment_open");
        Map<?, ?> positions = (Map<?, ?>) annotations.get(3);
        assertThat(((Map<?, ?>) ((List<?>) positions.get("data")).get(1)).get("value"))
                .isEqualTo(Map.of("position", 1, "measure", 1, "num_beats", 3, "beat_units", 4));
        assertThat(jamsErrors(json.replace("C#:min", "Cis"))).isNotEmpty();
    }

    @Test
    void audacityGetsPointsAndRangesByTime() throws Exception {
        ExportTrack waltz = track("Waltz", "/a.mp3", WALTZ);
        String all = written(ExportFormat.AUDACITY, waltz);
        assertThat(all.lines().limit(4))
                .containsExactly(
                        "0.000000\t2.500000\tA",
                        "0.500000\t2.500000\tC#:min",
                        "0.500000\t0.500000\t0.3",
                        "1.000000\t1.000000\tintro");
        assertThat(all.lines()).hasSize(9 + 3 + 2 + 2).allMatch(line -> line.matches("[0-9.]+\t[0-9.]+\t\\S+"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportFormat.AUDACITY.write(List.of(waltz), new ExportOptions(false, Set.of(Label.chords)), out);
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(3);
    }

    @Test
    void aPlayListHasNamesLengthsAndPaths() throws Exception {
        ExportTrack odd = track("two\nlines", "/music/caf\u00e9 1.mp3", Map.of());
        assertThat(written(ExportFormat.M3U8, odd, track("B", "/b.flac", WALTZ)))
                .isEqualTo("#EXTM3U\n#EXTINF:6,The Loopbacks - two lines\n/music/caf\u00e9 1.mp3\n"
                        + "#EXTINF:6,The Loopbacks - B\n/b.flac\n");
    }

    @Test
    void framesOfSlowerSeriesAreHeldAndGapsAreEmpty() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportFormat.CSV.write(List.of(track("Waltz", "/a.mp3", WALTZ)), new ExportOptions(true, Set.of()), out);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("time,rms,loudness_short_term,mfcc_0,mfcc_1\n"
                        + "0.0,0.1,,1.0,4.0\n0.5,0.2,,2.0,5.0\n1.0,0.4,-20.5,3.0,6.0\n");
    }

    /** Python's readers of CSV and JSON, where there is a Python. */
    @Test
    void pythonReadsSummariesAndJams() throws Exception {
        assumeTrue(runs("python3", "-c", "import csv, json").equals(""), "no python3");
        ExportTrack odd = track("a \"quoted\", title\nwith lines", "/a.mp3", WALTZ);
        Path csv =
                Files.writeString(folder.resolve("a.csv"), written(ExportFormat.CSV, odd, track("B", "/b", Map.of())));
        Path jams = Files.writeString(folder.resolve("a.jams"), written(ExportFormat.JAMS, odd));
        String script = """
                import csv, json, sys
                rows = list(csv.DictReader(open(sys.argv[1], newline='', encoding='utf-8')))
                print(len(rows), repr(rows[0]['title']), rows[0]['tempo'], rows[0]['key'], rows[0]['beats'],
                      rows[0]['mfcc_1_mean'], repr(rows[0]['integrated_lufs']), repr(rows[1]['tempo']))
                jam = json.load(open(sys.argv[2], encoding='utf-8'))
                print(jam['file_metadata']['duration'], sum(len(a['data']) for a in jam['annotations']))
                """;
        assertThat(runs("python3", "-c", script, csv.toString(), jams.toString()))
                .isEqualTo("2 'a \"quoted\", title\\nwith lines' 117.98 C# minor 9 2.0 '' ''\n6.0 27\n");
    }

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    void whatIsNotThereIsLeftOut(ExportFormat format) throws Exception {
        Map<String, Object> silent = Recordings.analysed(new float[5 * 22_050]).features();
        for (Map<String, Object> features : List.of(Map.<String, Object>of(), silent)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            format.write(List.of(track("Silence", "/s.wav", features)), ExportOptions.USUAL, out);
            String text = out.toString(StandardCharsets.UTF_8);
            assertThat(text).doesNotContain("NaN", "Infinity");
            if (format != ExportFormat.JSON) {
                assertThat(text).doesNotContain("null");
            }
        }
    }

    @Test
    void aRealAnalysisComesThroughWhole() throws Exception {
        Map<String, Object> song = Recordings.analysed(
                        Recordings.halved(DemoSong.render().mixture()))
                .features();
        ExportTrack track = track("Copper Lanterns", "/a.wav", Json.parseObject(Json.write(song)));
        assertThat(jamsErrors(written(ExportFormat.JAMS, track))).isEmpty();
        assertThat(Json.parse(written(ExportFormat.JSON, track))).isEqualTo(track.features());
        int beats = track.tree().numbers("beats.times").length;
        List<MidiEvent> notes = events(midi(track).getTracks()[1]).stream()
                .filter(event -> event.getMessage() instanceof ShortMessage)
                .toList();
        assertThat(notes).hasSize(2 * beats);
        assertThat(TempoSegment.of(Beat.of(track.tree()))).hasSizeLessThan(5);
    }

    private static ExportTrack track(String title, String file, Map<String, Object> features) {
        return new ExportTrack(
                "7a000000-0000-4000-8000-000000000001",
                title,
                "The Loopbacks",
                "",
                6,
                file,
                1234,
                "mp3",
                44_100,
                features);
    }

    private static String written(ExportFormat format, ExportTrack... tracks) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        format.write(List.of(tracks), ExportOptions.USUAL, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Sequence midi(ExportTrack track) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportFormat.MIDI.write(List.of(track), ExportOptions.USUAL, out);
        return MidiSystem.getSequence(new ByteArrayInputStream(out.toByteArray()));
    }

    private static List<MidiEvent> events(Track track) {
        List<MidiEvent> events = new ArrayList<>();
        for (int i = 0; i < track.size(); i++) {
            events.add(track.get(i));
        }
        return events;
    }

    /** By the tempos of the score, as a player counts. */
    private static double seconds(Sequence score, long tick) {
        double seconds = 0;
        long at = 0;
        int tempo = 500_000;
        for (MidiEvent event : events(score.getTracks()[0])) {
            if (event.getMessage() instanceof MetaMessage meta && meta.getType() == 0x51 && event.getTick() < tick) {
                seconds += (event.getTick() - at) * (double) tempo / score.getResolution() / 1e6;
                at = event.getTick();
                byte[] data = meta.getData();
                tempo = (data[0] & 0xff) << 16 | (data[1] & 0xff) << 8 | data[2] & 0xff;
            }
        }
        return seconds + (tick - at) * (double) tempo / score.getResolution() / 1e6;
    }

    private static List<String> texts(Track track, int type) {
        return events(track).stream()
                .filter(event -> event.getMessage() instanceof MetaMessage meta && meta.getType() == type)
                .map(event -> new String(((MetaMessage) event.getMessage()).getData(), StandardCharsets.UTF_8))
                .toList();
    }

    private static List<String> metas(Track track, int type) {
        List<String> metas = new ArrayList<>();
        for (MidiEvent event : events(track)) {
            if (event.getMessage() instanceof MetaMessage meta && meta.getType() == type) {
                StringBuilder text = new StringBuilder(event.getTick() + ":");
                for (byte value : meta.getData()) {
                    text.append(' ').append(value);
                }
                metas.add(text.toString());
            }
        }
        return metas;
    }

    private static List<?> jamsErrors(String json) throws IOException {
        String schema = new String(
                ExportTest.class.getResourceAsStream("/jams.schema.json").readAllBytes(), StandardCharsets.UTF_8);
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema)
                .validate(json, InputFormat.JSON);
    }

    private static List<String> attributes(Element parent, String name, String... attributes) {
        NodeList nodes = parent.getElementsByTagName(name);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            List<String> values = new ArrayList<>();
            for (String attribute : attributes) {
                values.add(((Element) nodes.item(i)).getAttribute(attribute));
            }
            lines.add(String.join(" ", values));
        }
        return lines;
    }

    private static String runs(String... command) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return said;
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
