package dev.sfa.core.export;

import java.util.List;

/** Names, lengths and places of tracks. */
record PlayList(List<ExportTrack> tracks) {
    String text() {
        StringBuilder text = new StringBuilder("#EXTM3U\n");
        for (ExportTrack track : tracks) {
            text.append("#EXTINF:")
                    .append(Math.round(track.duration()))
                    .append(',')
                    .append(track.name().replaceAll("\\p{Cntrl}", " "))
                    .append('\n')
                    .append(track.location())
                    .append('\n');
        }
        return text.toString();
    }
}
