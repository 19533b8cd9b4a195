package dev.sfa.core.export;

import dev.sfa.core.analysis.FeatureTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Tracks as rekordbox imports them: TEMPO is a beat of the grid from which a tempo holds, POSITION_MARK a cue point (the
 * first eight are hot cues, all are memory cues). After AlphaTheta's "rekordbox XML format list".
 */
final class RekordboxCollection {
    private static final int HOT_CUES = 8;
    private static final int MEMORY = -1;

    private final List<ExportTrack> tracks;

    RekordboxCollection(List<ExportTrack> tracks) {
        this.tracks = tracks;
    }

    void write(OutputStream out) throws IOException {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            start(xml, 0, "DJ_PLAYLISTS", "Version", "1.0.0");
            empty(xml, 1, "PRODUCT", "Name", "sfa", "Version", "1", "Company", "");
            start(xml, 1, "COLLECTION", "Entries", Integer.toString(tracks.size()));
            for (int i = 0; i < tracks.size(); i++) {
                track(xml, i + 1, tracks.get(i));
            }
            end(xml, 1);
            playlist(xml);
            end(xml, 0);
            xml.writeEndDocument();
            xml.writeCharacters("\n");
            xml.flush();
        } catch (XMLStreamException e) {
            throw e.getNestedException() instanceof IOException io ? io : new IOException(e.getMessage(), e);
        }
    }

    private static void track(XMLStreamWriter xml, int number, ExportTrack track) throws XMLStreamException {
        FeatureTree features = track.tree();
        start(
                xml,
                2,
                "TRACK",
                "TrackID",
                Integer.toString(number),
                "Name",
                track.title(),
                "Artist",
                track.artist(),
                "Album",
                track.album(),
                "Kind",
                track.format().toUpperCase(Locale.ROOT) + " File",
                "Size",
                Long.toString(track.fileSize()),
                "TotalTime",
                Long.toString(Math.round(track.duration())),
                "SampleRate",
                Integer.toString(track.sampleRate()),
                "AverageBpm",
                features.number("tempo.value")
                        .map(RekordboxCollection::hundredths)
                        .orElse("0.00"),
                "Tonality",
                KeyName.brief(features).orElse(""),
                "Location",
                location(track.location()));
        List<TempoSegment> grid = TempoSegment.of(Beat.of(features));
        grid(xml, grid, features.text("beats.time_signature").orElse("4/4"));
        cues(xml, features.objects("structure.cues"), grid);
        end(xml, 2);
    }

    private static void grid(XMLStreamWriter xml, List<TempoSegment> grid, String metro) throws XMLStreamException {
        for (TempoSegment segment : grid) {
            empty(
                    xml,
                    3,
                    "TEMPO",
                    "Inizio",
                    thousandths(segment.first().time()),
                    "Bpm",
                    hundredths(segment.bpm()),
                    "Metro",
                    metro,
                    "Battito",
                    Integer.toString(Math.max(1, segment.first().position())));
        }
    }

    private static void cues(XMLStreamWriter xml, List<FeatureTree> cues, List<TempoSegment> grid)
            throws XMLStreamException {
        for (int i = 0; i < cues.size(); i++) {
            double time = TempoSegment.onGrid(grid, cues.get(i).number("time").orElse(0.0));
            if (i < HOT_CUES) {
                cue(xml, cues.get(i), time, i);
            }
            cue(xml, cues.get(i), time, MEMORY);
        }
    }

    private static void cue(XMLStreamWriter xml, FeatureTree cue, double time, int number) throws XMLStreamException {
        empty(
                xml,
                3,
                "POSITION_MARK",
                "Name",
                cue.text("name").orElse(""),
                "Type",
                "0",
                "Start",
                thousandths(time),
                "Num",
                Integer.toString(number));
    }

    private void playlist(XMLStreamWriter xml) throws XMLStreamException {
        start(xml, 1, "PLAYLISTS");
        start(xml, 2, "NODE", "Type", "0", "Name", "ROOT", "Count", "1");
        String entries = Integer.toString(tracks.size());
        start(xml, 3, "NODE", "Name", "sfa", "Type", "1", "KeyType", "0", "Entries", entries);
        for (int i = 0; i < tracks.size(); i++) {
            empty(xml, 4, "TRACK", "Key", Integer.toString(i + 1));
        }
        end(xml, 3);
        end(xml, 2);
        end(xml, 1);
    }

    /** {@code file://localhost/...}, every byte that a URI does not take percent-encoded; an address stays as it is. */
    private static String location(String place) {
        return place.contains("://")
                ? place
                : "file://localhost" + Path.of(place).toUri().getRawPath();
    }

    private static String thousandths(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String hundredths(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static void start(XMLStreamWriter xml, int depth, String name, String... attributes)
            throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
        xml.writeStartElement(name);
        attributes(xml, attributes);
    }

    private static void empty(XMLStreamWriter xml, int depth, String name, String... attributes)
            throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
        xml.writeEmptyElement(name);
        attributes(xml, attributes);
    }

    private static void end(XMLStreamWriter xml, int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
        xml.writeEndElement();
    }

    private static void attributes(XMLStreamWriter xml, String... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            xml.writeAttribute(attributes[i], allowed(attributes[i + 1]));
        }
    }

    /** Characters that XML 1.0 has no way to write become spaces. */
    private static String allowed(String text) {
        StringBuilder allowed = new StringBuilder();
        text.codePoints()
                .forEach(c -> allowed.appendCodePoint(
                        c < 0x20 || c >= 0xd800 && c <= 0xdfff || c == 0xfffe || c == 0xffff ? ' ' : c));
        return allowed.toString();
    }
}
