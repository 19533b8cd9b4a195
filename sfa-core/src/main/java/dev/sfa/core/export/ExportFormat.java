package dev.sfa.core.export;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The formats of exports. */
public enum ExportFormat {
    /** The features as they are; {@code docs/analysis.schema.json}. */
    JSON("json", "application/json", false) {
        @Override
        void write(ExportTrack track, ExportOptions options, OutputStream out) throws IOException {
            out.write((Json.write(track.features()) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    },
    /** Comma-separated values (RFC 4180): a line a track, or a line a frame. */
    CSV("csv", "text/csv; charset=utf-8", true) {
        @Override
        public void write(List<ExportTrack> tracks, ExportOptions options, OutputStream out) throws IOException {
            if (options.frames()) {
                new FrameTable(single(tracks)).write(out);
            } else {
                new SummaryTable(tracks).write(out);
            }
        }

        @Override
        public boolean holdsMany(ExportOptions options) {
            return !options.frames();
        }
    },
    /** JSON Annotated Music Specification (E. Humphrey et al., JAMS, ISMIR 2014). */
    JAMS("jams", "application/json", false) {
        @Override
        void write(ExportTrack track, ExportOptions options, OutputStream out) throws IOException {
            out.write((Json.write(new JamsDocument(track).toJson()) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    },
    /** A label track of Audacity: start, end and text, with tabs between them. */
    AUDACITY("txt", "text/plain; charset=utf-8", false) {
        @Override
        void write(ExportTrack track, ExportOptions options, OutputStream out) throws IOException {
            out.write(new AudacityLabels(track, options.labels()).text().getBytes(StandardCharsets.UTF_8));
        }
    },
    /** The XML that rekordbox imports, and with it most programs for DJs: beat grids and cue points. */
    REKORDBOX("xml", "application/xml", true) {
        @Override
        public void write(List<ExportTrack> tracks, ExportOptions options, OutputStream out) throws IOException {
            new RekordboxCollection(tracks).write(out);
        }
    },
    /** An extended play list. */
    M3U8("m3u8", "audio/x-mpegurl; charset=utf-8", true) {
        @Override
        public void write(List<ExportTrack> tracks, ExportOptions options, OutputStream out) throws IOException {
            out.write(new PlayList(tracks).text().getBytes(StandardCharsets.UTF_8));
        }
    },
    /** A standard MIDI file: tempo map, beats and chords. */
    MIDI("mid", "audio/midi", false) {
        @Override
        void write(ExportTrack track, ExportOptions options, OutputStream out) throws IOException {
            new MidiScore(track).write(out);
        }
    };

    private final String ending;
    private final String mediaType;
    private final boolean many;

    ExportFormat(String ending, String mediaType, boolean many) {
        this.ending = ending;
        this.mediaType = mediaType;
        this.many = many;
    }

    /** @throws SfaException (USAGE) that lists those there are */
    public static ExportFormat of(String name) {
        return Arrays.stream(values())
                .filter(format -> format.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new SfaException(
                        ErrorCode.USAGE,
                        "There is no format \"" + name + "\"; choose from "
                                + Arrays.stream(values())
                                        .map(ExportFormat::wireName)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of a file, without a dot. */
    public String ending() {
        return ending;
    }

    public String mediaType() {
        return mediaType;
    }

    /** Whether one file has room for several tracks. */
    public boolean holdsMany(ExportOptions options) {
        return many;
    }

    /** Whether it says nothing of a track that has not been analysed. */
    public boolean needsAnalysis() {
        return this != M3U8 && this != REKORDBOX && this != CSV;
    }

    /**
     * Writes tracks; what their analyses do not have is left out. The stream stays open.
     *
     * @param tracks at least one, and one only where the format holds no more
     */
    public void write(List<ExportTrack> tracks, ExportOptions options, OutputStream out) throws IOException {
        write(single(tracks), options, out);
    }

    void write(ExportTrack track, ExportOptions options, OutputStream out) throws IOException {
        throw new UnsupportedOperationException(wireName());
    }

    private static ExportTrack single(List<ExportTrack> tracks) {
        if (tracks.size() != 1) {
            throw new IllegalArgumentException("a file of one track, not of " + tracks.size());
        }
        return tracks.get(0);
    }
}
