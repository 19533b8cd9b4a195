package dev.sfa.core.tag;

import dev.sfa.core.audio.AudioInfo;
import dev.sfa.core.audio.AudioProbe;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.audio.PacketHash;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.tool.Unfinished;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jaudiotagger.audio.AudioFile;
import org.jaudiotagger.audio.AudioFileIO;
import org.jaudiotagger.tag.TagException;

/**
 * Writes tags into audio files and never touches the sound: a copy beside the file gets the tags, its coded packets are
 * compared with the file's, and only then does it take the file's place, in one step.
 */
public final class Tagger {
    /** Kept: a logger that nobody holds forgets its level. It would tell of every odd tag, on stderr. */
    private static final Logger LIBRARY = Logger.getLogger("org.jaudiotagger");

    static {
        LIBRARY.setLevel(Level.OFF);
    }

    private final FfmpegTools tools;

    public Tagger(FfmpegTools tools) {
        this.tools = tools;
    }

    /**
     * Writes tags; the file stays as it is, to its time stamp, when there is nothing to change.
     *
     * @param wanted which of the values
     * @param overwrite whether to write over other values
     * @param dryRun whether to write nothing and only say what would be
     * @return one entry for each wanted tag whose value is known
     * @throws SfaException (NO_INPUT), (NOT_AUDIO), (PERMISSION), (CANNOT_WRITE); (USAGE) for a format without these tags
     */
    public List<TagChange> tag(
            Path file, TagValues values, Collection<TagName> wanted, boolean overwrite, boolean dryRun)
            throws IOException {
        TagFormat format = format(file);
        // A link stays a link: what it leads to is written.
        Path real = file.toRealPath();
        if (!dryRun && !Files.isWritable(real)) {
            throw new SfaException(ErrorCode.PERMISSION, file + " cannot be written; its permissions do not let you.");
        }
        List<TagChange> changes = changes(read(real, format), values, wanted, overwrite);
        boolean nothing = changes.stream().noneMatch(change -> change.outcome() == TagChange.Outcome.WRITTEN);
        if (!dryRun && !nothing) {
            replace(real, format, changes);
        }
        return changes;
    }

    /**
     * Looks whether a file can have these tags, before anything is done for it.
     *
     * @throws SfaException as {@link #tag}
     */
    public void check(Path file) throws IOException {
        format(file);
    }

    private TagFormat format(Path file) throws IOException {
        AudioInfo info = new AudioProbe(tools).probe(file);
        return TagFormat.of(info)
                .orElseThrow(
                        () -> new SfaException(
                                ErrorCode.USAGE,
                                file.getFileName() + " is " + info.codec() + " in " + info.container()
                                        + ", whose tags sfa does not write; it writes those of MP3, FLAC, Ogg Vorbis and M4A."));
    }

    private static List<TagChange> changes(
            AudioFile audio, TagValues values, Collection<TagName> wanted, boolean overwrite) {
        TagSet tags = new TagSet(audio.getTagOrCreateDefault());
        List<TagChange> changes = new ArrayList<>();
        for (TagName name : wanted) {
            String text = values.text(name);
            if (text != null) {
                String after = tags.suitable(name, text);
                String before = tags.get(name);
                TagChange.Outcome outcome = after.equals(before)
                        ? TagChange.Outcome.SAME
                        : before == null || overwrite ? TagChange.Outcome.WRITTEN : TagChange.Outcome.KEPT;
                changes.add(new TagChange(name, before, outcome == TagChange.Outcome.KEPT ? before : after, outcome));
            }
        }
        return changes;
    }

    private void replace(Path file, TagFormat format, List<TagChange> changes) throws IOException {
        // A folder of its own: the library writes files beside the one that it changes.
        try (Unfinished folder = Unfinished.at(file.resolveSibling(".sfa-" + UUID.randomUUID()))) {
            Files.createDirectory(folder.path());
            Path copy = Files.copy(
                    file, folder.path().resolve("copy." + format.ending()), StandardCopyOption.COPY_ATTRIBUTES);
            write(copy, format, changes);
            PacketHash hash = new PacketHash(tools);
            if (!hash.of(file).equals(hash.of(copy))) {
                throw new SfaException(
                        ErrorCode.FAILED,
                        file + " was left as it is: with these tags its sound would not be the same.");
            }
            try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AccessDeniedException e) {
            throw new SfaException(
                    ErrorCode.PERMISSION, e.getFile() + " cannot be written; its permissions do not let you.", e);
        } catch (FileSystemException e) {
            throw new SfaException(
                    ErrorCode.CANNOT_WRITE,
                    file + " cannot be written (" + (e.getReason() == null ? e.getMessage() : e.getReason()) + ").",
                    e);
        }
    }

    private static void write(Path copy, TagFormat format, List<TagChange> changes) throws IOException {
        AudioFile audio = read(copy, format);
        TagSet tags = new TagSet(audio.getTagOrCreateAndSetDefault());
        try {
            for (TagChange change : changes) {
                if (change.outcome() == TagChange.Outcome.WRITTEN) {
                    tags.set(change.name(), change.after());
                }
            }
            audio.commit();
        } catch (TagException | org.jaudiotagger.audio.exceptions.CannotWriteException e) {
            throw new SfaException(
                    ErrorCode.FAILED, "The tags cannot be written into this file (" + e.getMessage() + ").", e);
        }
    }

    private static AudioFile read(Path file, TagFormat format) throws IOException {
        try {
            return AudioFileIO.readAs(new File(file.toString()), format.ending());
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            // The library throws whatever comes up when a file is damaged.
            throw new SfaException(
                    ErrorCode.NOT_AUDIO, file.getFileName() + " has tags that cannot be read; it stays as it is.", e);
        }
    }
}
