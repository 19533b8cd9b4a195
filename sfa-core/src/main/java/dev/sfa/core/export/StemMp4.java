package dev.sfa.core.export;

import dev.sfa.core.audio.AudioInfo;
import dev.sfa.core.audio.AudioProbe;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.separation.StemType;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.tool.ToolRun;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Writes STEM files (Native Instruments, "Stems" file specification, 2015), as Traktor, Mixxx and others play them: an MP4
 * file with five stereo tracks of 44.1 kHz, the master and four stems, and a JSON object in the box {@code moov/udta/stem}
 * that names them. Only the master is enabled, so that other players play it alone.
 */
public final class StemMp4 {
    /** How the tracks are encoded. */
    public enum Codec {
        /** Advanced Audio Coding at 256 kbit/s. */
        AAC,
        /** Apple Lossless, 16 bits. */
        ALAC
    }

    /** The order of the format: what drives the rhythm first, the voice last. */
    private enum Part {
        DRUMS(StemType.DRUMS, "Drums", "#009E73"),
        BASS(StemType.BASS, "Bass", "#D55E00"),
        OTHER(StemType.OTHER, "Other", "#CC79A7"),
        VOCALS(StemType.VOCALS, "Vocals", "#56B4E9");

        private final StemType stem;
        private final String label;
        private final String colour;

        Part(StemType stem, String label, String colour) {
            this.stem = stem;
            this.label = label;
            this.colour = colour;
        }
    }

    /** Compressor and limiter of the player, off: the master that the stems add up to has been mastered. */
    private static final String MASTERING = "{\"compressor\":{\"enabled\":false,\"ratio\":3,\"output_gain\":0.5,"
            + "\"release\":0.3,\"attack\":0.003,\"input_gain\":0.5,\"threshold\":0,\"hp_cutoff\":300,\"dry_wet\":50},"
            + "\"limiter\":{\"enabled\":false,\"release\":0.05,\"threshold\":0,\"ceiling\":-0.35}}";

    private static final int LONGEST_TAG = 2000;

    private final FfmpegTools tools;
    private final Codec codec;

    public StemMp4(FfmpegTools tools, Codec codec) {
        this.tools = tools;
        this.codec = codec;
    }

    /**
     * Writes the file: aside first, then in place of what may be there.
     *
     * @param master the recording, whose tags and cover are carried over
     * @param stems exactly vocals, drums, bass and other
     * @param tags over those the master has; names as ffmpeg knows them ({@code title}, {@code artist} …)
     * @param cover a JPEG or PNG file in place of the master's
     * @param to its folder exists
     * @throws SfaException USAGE for other stems, NO_INPUT and NOT_AUDIO for files that cannot be read, CANNOT_WRITE when
     *     the disk refuses
     */
    public void write(
            Path master,
            Map<StemType, Path> stems,
            Map<String, String> tags,
            Optional<Path> cover,
            Path to,
            CancellationToken cancellation)
            throws IOException {
        checkStems(stems.keySet());
        AudioInfo info = new AudioProbe(tools).probe(master);
        for (Path stem : stems.values()) {
            new AudioProbe(tools).probe(stem);
        }
        Path target = to.toAbsolutePath();
        // Not a temporary file of Java's: these are for their owner only, and so would the finished one be.
        Path aside = target.resolveSibling(".sfa-" + UUID.randomUUID() + ".part");
        try {
            encode(command(master, info, stems, tags, cover, aside), cancellation);
            UserDataBox.append(aside, "stem", description().getBytes(StandardCharsets.UTF_8));
            try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static void checkStems(Set<StemType> stems) {
        Set<StemType> wanted = Set.of(StemType.VOCALS, StemType.DRUMS, StemType.BASS, StemType.OTHER);
        if (!stems.equals(wanted)) {
            throw new SfaException(
                    ErrorCode.USAGE,
                    "A STEM file holds vocals, drums, bass and other, not "
                            + (stems.isEmpty()
                                    ? "nothing"
                                    : stems.stream()
                                            .sorted()
                                            .map(StemType::wireName)
                                            .collect(Collectors.joining(", ")))
                            + "; separate the track into these four first.");
        }
    }

    private List<String> command(
            Path master,
            AudioInfo info,
            Map<StemType, Path> stems,
            Map<String, String> tags,
            Optional<Path> cover,
            Path to) {
        List<String> command = new ArrayList<>(List.of(tools.ffmpeg().toString(), "-nostdin", "-y", "-v", "error"));
        command.addAll(FfmpegTools.input(master));
        for (Part part : Part.values()) {
            command.addAll(FfmpegTools.input(stems.get(part.stem)));
        }
        cover.ifPresent(picture ->
                command.addAll(List.of("-protocol_whitelist", "file", "-i", "file:" + picture.toAbsolutePath())));
        for (int track = 0; track <= Part.values().length; track++) {
            command.addAll(List.of("-map", track + ":a:0"));
        }
        if (cover.isPresent()) {
            command.addAll(List.of("-map", Part.values().length + 1 + ":v:0"));
        } else if (info.cover().isPresent()) {
            command.addAll(List.of("-map", "0:" + info.cover().getAsInt()));
        }
        command.addAll(List.of("-c:v", "copy", "-disposition:v", "attached_pic"));
        // Ogg keeps its tags with the stream.
        command.addAll(List.of("-map_metadata", info.container().equals("ogg") ? "0:s:a:0" : "0"));
        tags.forEach((name, value) -> command.addAll(List.of(
                "-metadata", name + "=" + (value.length() <= LONGEST_TAG ? value : value.substring(0, LONGEST_TAG)))));
        command.addAll(
                codec == Codec.AAC
                        ? List.of("-c:a", "aac", "-b:a", "256k")
                        : List.of("-c:a", "alac", "-sample_fmt", "s16p"));
        command.addAll(List.of("-ar", "44100", "-ac", "2", "-disposition:a", "0", "-disposition:a:0", "default"));
        for (Part part : Part.values()) {
            command.addAll(List.of("-metadata:s:a:" + (part.ordinal() + 1), "handler_name=" + part.label));
        }
        command.addAll(List.of("-f", codec == Codec.AAC ? "mp4" : "ipod", "file:" + to.toAbsolutePath()));
        return command;
    }

    private void encode(List<String> command, CancellationToken cancellation) throws IOException {
        ToolRun run = ToolRun.run(command, tools.environment(), line -> {}, cancellation);
        if (run.exit() != 0) {
            String words = run.errors().isEmpty()
                    ? "code " + run.exit()
                    : run.errors().get(run.errors().size() - 1).strip();
            boolean full = run.errors().stream().anyMatch(line -> line.contains("No space left"));
            throw new SfaException(
                    full ? ErrorCode.CANNOT_WRITE : ErrorCode.FAILED,
                    "The STEM file cannot be made (ffmpeg: " + words + ")" + (full ? "; make room for it." : "."));
        }
    }

    private static String description() {
        StringBuilder parts = new StringBuilder();
        for (Part part : Part.values()) {
            parts.append(parts.length() == 0 ? "" : ",")
                    .append("{\"name\":\"")
                    .append(part.label)
                    .append("\",\"color\":\"")
                    .append(part.colour)
                    .append("\"}");
        }
        return "{\"mastering_dsp\":" + MASTERING + ",\"version\":1,\"stems\":[" + parts + "]}";
    }
}
