package dev.sfa.daemon.jobs.run;

import dev.sfa.core.audio.AudioDecoder;
import dev.sfa.core.audio.AudioInfo;
import dev.sfa.core.audio.CleanStream;
import dev.sfa.core.audio.CoverImage;
import dev.sfa.core.audio.DecodeFormat;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.audio.WavTags;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobView;
import dev.sfa.core.separation.SeparationOrder;
import dev.sfa.core.separation.Separator;
import dev.sfa.core.separation.StemFormat;
import dev.sfa.core.separation.StemType;
import dev.sfa.core.separation.engine.Engines;
import dev.sfa.core.separation.engine.OpenEngine;
import dev.sfa.core.task.ProgressListener;
import dev.sfa.daemon.jobs.JobContext;
import dev.sfa.daemon.jobs.JobOutcome;
import dev.sfa.daemon.jobs.JobRunner;
import dev.sfa.daemon.jobs.WorkFolders;
import dev.sfa.daemon.store.Stem;
import dev.sfa.daemon.store.StemStore;
import dev.sfa.daemon.store.Track;
import dev.sfa.daemon.store.TrackStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** From a track to its stems: files of the track's rate and channels, in the format that was asked for. */
public final class SeparationRunner implements JobRunner {
    /** The part of the progress that separating has when the stems are encoded afterwards. */
    private static final double SEPARATING = 0.9;

    private final Supplier<FfmpegTools> tools;
    private final TrackProbe probe;
    private final Engines engines;
    private final StemStore stems;
    private final SfaPaths paths;
    private final TrackFiles files;

    /** @param tools asked when the first job runs */
    public SeparationRunner(
            Supplier<FfmpegTools> tools,
            TrackProbe probe,
            Engines engines,
            TrackStore tracks,
            StemStore stems,
            SfaPaths paths) {
        this.tools = tools;
        this.probe = probe;
        this.engines = engines;
        this.stems = stems;
        this.paths = paths;
        this.files = new TrackFiles(paths, tracks);
    }

    @Override
    public Map<String, Object> check(Map<String, Object> params) {
        return engines.complete(SeparationOrder.of(params)).params();
    }

    @Override
    public JobOutcome run(JobContext context) throws IOException {
        Track track = files.track(context.trackId());
        Path input = files.existing(track);
        SeparationOrder order = SeparationOrder.of(context.params());
        Path folder = Files.createDirectory(context.workFolder().resolve("stems"));
        Path between = Files.createDirectory(context.workFolder().resolve("engine"));
        AudioInfo info = probe.info(track, input);
        CleanStream.check(info.sampleRate(), info.channels());
        context.progress().progress(0, "loading " + order.model());
        List<Stem> made = new ArrayList<>();
        Separator separator;
        try (OpenEngine engine = engines.open(order, between, context.cancellation())) {
            separator = order.of(engine.separator());
            checkRoom(folder, info, separator);
            for (Map.Entry<StemType, Path> stem : separate(context, input, info, order.format(), separator, folder)
                    .entrySet()) {
                made.add(new Stem(
                        UUID.randomUUID().toString(),
                        context.jobId(),
                        track.id(),
                        stem.getKey().wireName(),
                        "/files/stems/" + context.jobId() + "/"
                                + stem.getValue().getFileName(),
                        order.format().codec().wireName(),
                        Files.size(stem.getValue())));
            }
        }
        context.log().accept(made.size() + " stems with " + separator.model() + " (engine " + separator.engine() + ")");
        FinishedFolder finished = new FinishedFolder(folder, folderOf(context.jobId()));
        return new JobOutcome(
                track.id(),
                result(made, separator),
                new JobOutcome.Publication() {
                    @Override
                    public void place() throws IOException {
                        finished.place();
                    }

                    @Override
                    public void store(Handle handle) {
                        stems.deleteOfJob(handle, context.jobId());
                        stems.insert(handle, made);
                    }

                    @Override
                    public void finish(boolean stored) throws IOException {
                        if (!stored) {
                            finished.takeBack();
                        }
                    }
                },
                List.of());
    }

    private Map<StemType, Path> separate(
            JobContext context, Path input, AudioInfo info, StemFormat format, Separator separator, Path folder)
            throws IOException {
        boolean encodes = !StemEncoding.isNeedless(format);
        ProgressListener separating = encodes ? context.progress().stage(0, SEPARATING) : context.progress();
        Map<StemType, Path> made = new LinkedHashMap<>();
        float peak;
        try (CountedStream mixture = new CountedStream(new CleanStream(new AudioDecoder(tools.get())
                        .open(input, info, DecodeFormat.nativeRate(), context.cancellation())));
                StemFiles written =
                        new StemFiles(folder, separator.stems(), mixture.sampleRate(), mixture.channels())) {
            separator.separate(mixture, written, separating, context.cancellation());
            for (StemType type : separator.stems()) {
                checkLength(separator, type, written.length(type), mixture.frames());
                made.put(type, folder.resolve(StemFiles.name(type)));
            }
            written.complete();
            peak = written.peak();
        }
        if (!encodes) {
            Optional<CoverImage> cover =
                    CoverImage.of(input, info, tools.get(), folder.resolve("cover"), context.cancellation());
            for (Path stem : made.values()) {
                WavTags.append(stem, info.tags(), cover);
            }
        } else {
            StemEncoding encoding = new StemEncoding(tools.get(), format, peak, input, info, context.cancellation());
            int done = 0;
            for (Map.Entry<StemType, Path> stem : made.entrySet()) {
                context.progress()
                        .stage(SEPARATING, 1)
                        .progress(
                                (double) done++ / made.size(),
                                "encoding " + stem.getKey().wireName());
                stem.setValue(encoding.encode(stem.getValue()));
            }
        }
        return made;
    }

    /** A stem is as long as its mixture, or it is no stem of it. */
    private static void checkLength(Separator separator, StemType type, long frames, long expected) {
        if (frames != expected) {
            throw new SfaException(
                    ErrorCode.FAILED,
                    String.format(
                            "The engine %s gave %d frames of %s for a track of %d; try another model.",
                            separator.engine(), frames, type.wireName(), expected));
        }
    }

    /** Better to say so now than after minutes of work. */
    private static void checkRoom(Path folder, AudioInfo info, Separator separator) throws IOException {
        double needed = info.duration()
                * info.sampleRate()
                * info.channels()
                * Float.BYTES
                * separator.stems().size();
        long room = Files.getFileStore(folder).getUsableSpace();
        if (needed > room) {
            throw new SfaException(
                    ErrorCode.CANNOT_WRITE,
                    String.format(
                            "The stems need %.0f MB, but the disk has only %.0f MB left; make room and retry the job.",
                            needed / 1e6, room / 1e6));
        }
    }

    private static Map<String, Object> result(List<Stem> made, Separator separator) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put(
                "stems",
                made.stream()
                        .map(stem -> {
                            Map<String, Object> json = new LinkedHashMap<>();
                            json.put("type", stem.type());
                            json.put("path", stem.path());
                            json.put("file_size", stem.fileSize());
                            return json;
                        })
                        .toList());
        result.put("model", separator.model());
        result.put("engine", separator.engine());
        return result;
    }

    private Path folderOf(String jobId) {
        return paths.stems().resolve(jobId);
    }

    @Override
    public boolean isIntact(JobView completed) {
        List<Stem> made = stems.ofJob(completed.id());
        return !made.isEmpty()
                && made.stream().allMatch(stem -> Files.isRegularFile(files.resolve(stem.path())))
                && !files.isWritten(completed.trackId(), completed.createdAt());
    }

    @Override
    public void forget(Handle handle, String jobId) {
        stems.deleteOfJob(handle, jobId);
    }

    @Override
    public void discard(String jobId) throws IOException {
        WorkFolders.delete(folderOf(jobId));
    }
}
