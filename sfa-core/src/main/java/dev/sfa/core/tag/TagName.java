package dev.sfa.core.tag;

/** What can be written. */
public enum TagName {
    /** Beats a minute: ID3 TBPM and MP4 tmpo hold whole numbers, a Vorbis comment BPM has two decimals. */
    BPM("bpm"),
    /** Initial key, as ID3 TKEY has it ({@code C#m}): TKEY, KEY, initialkey. */
    KEY("key"),
    /** ReplayGain 2.0: the gain to -18 LUFS. */
    TRACK_GAIN("replaygain_track_gain"),
    /** ReplayGain 2.0: the largest sample, 1 for full scale. */
    TRACK_PEAK("replaygain_track_peak");

    private final String wireName;

    TagName(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** Whether all formats keep it as a text of a name of one's own, not in a field of the format. */
    boolean isReplayGain() {
        return this == TRACK_GAIN || this == TRACK_PEAK;
    }
}
