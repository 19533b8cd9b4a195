package dev.sfa.core.tag;

import java.util.List;
import org.jaudiotagger.tag.FieldDataInvalidException;
import org.jaudiotagger.tag.FieldKey;
import org.jaudiotagger.tag.KeyNotFoundException;
import org.jaudiotagger.tag.Tag;
import org.jaudiotagger.tag.TagField;
import org.jaudiotagger.tag.flac.FlacTag;
import org.jaudiotagger.tag.id3.AbstractID3v2Frame;
import org.jaudiotagger.tag.id3.AbstractID3v2Tag;
import org.jaudiotagger.tag.id3.framebody.FrameBodyTXXX;
import org.jaudiotagger.tag.mp4.Mp4Tag;
import org.jaudiotagger.tag.mp4.field.Mp4TagReverseDnsField;
import org.jaudiotagger.tag.vorbiscomment.VorbisCommentTag;

/** The tags of one file: the same names for ID3, Vorbis comments and MP4. */
final class TagSet {
    private static final String TXXX = "TXXX";
    private static final String ITUNES = "com.apple.iTunes";

    private final Tag tag;

    TagSet(Tag tag) {
        this.tag = tag;
    }

    /** The text as this kind of tags can hold it. */
    String suitable(TagName name, String text) {
        // TBPM (ID3v2.4.0, 4.2.3) and tmpo are integers, and programs exist that read nothing else.
        return name == TagName.BPM && !(tag instanceof FlacTag) && !(tag instanceof VorbisCommentTag)
                ? Long.toString(Math.round(Double.parseDouble(text)))
                : text;
    }

    /** What is there; null for nothing. */
    String get(TagName name) {
        String text;
        if (!name.isReplayGain()) {
            text = tag.getFirst(key(name));
        } else if (tag instanceof AbstractID3v2Tag id3) {
            text = frames(id3).stream()
                    .filter(frame -> describes(frame, name))
                    .map(frame -> ((FrameBodyTXXX) frame.getBody()).getTextWithoutTrailingNulls())
                    .findFirst()
                    .orElse("");
        } else {
            text = first(mp4(name), name.wireName().toUpperCase(java.util.Locale.ROOT));
        }
        return text == null || text.isBlank() ? null : text;
    }

    private String first(String inMp4, String inVorbis) {
        return tag.getFirst(tag instanceof Mp4Tag ? inMp4 : inVorbis);
    }

    void set(TagName name, String text) throws FieldDataInvalidException, KeyNotFoundException {
        if (!name.isReplayGain()) {
            tag.setField(key(name), text);
        } else if (tag instanceof AbstractID3v2Tag id3) {
            setFrame(id3, name, text);
        } else if (tag instanceof Mp4Tag) {
            tag.setField(new Mp4TagReverseDnsField(mp4(name), ITUNES, name.wireName(), text));
        } else {
            VorbisCommentTag comments =
                    tag instanceof FlacTag flac ? flac.getVorbisCommentTag() : (VorbisCommentTag) tag;
            comments.setField(name.wireName().toUpperCase(java.util.Locale.ROOT), text);
        }
    }

    /** Texts of names of one's own all are frames of one kind, and the others must stay. */
    private static void setFrame(AbstractID3v2Tag id3, TagName name, String text) throws FieldDataInvalidException {
        List<AbstractID3v2Frame> others =
                frames(id3).stream().filter(frame -> !describes(frame, name)).toList();
        id3.deleteField(TXXX);
        for (AbstractID3v2Frame other : others) {
            id3.addField(other);
        }
        AbstractID3v2Frame frame = id3.createFrame(TXXX);
        FrameBodyTXXX body = (FrameBodyTXXX) frame.getBody();
        body.setDescription(name.wireName().toUpperCase(java.util.Locale.ROOT));
        body.setText(text);
        id3.addField(frame);
    }

    private static List<AbstractID3v2Frame> frames(AbstractID3v2Tag id3) {
        return id3.getFields(TXXX).stream()
                .filter(AbstractID3v2Frame.class::isInstance)
                .map(AbstractID3v2Frame.class::cast)
                .filter(frame -> frame.getBody() instanceof FrameBodyTXXX)
                .toList();
    }

    private static boolean describes(TagField field, TagName name) {
        return field instanceof AbstractID3v2Frame frame
                && frame.getBody() instanceof FrameBodyTXXX body
                && name.wireName().equalsIgnoreCase(body.getDescription());
    }

    private static String mp4(TagName name) {
        return Mp4TagReverseDnsField.IDENTIFIER + ":" + ITUNES + ":" + name.wireName();
    }

    private static FieldKey key(TagName name) {
        return name == TagName.BPM ? FieldKey.BPM : FieldKey.KEY;
    }
}
