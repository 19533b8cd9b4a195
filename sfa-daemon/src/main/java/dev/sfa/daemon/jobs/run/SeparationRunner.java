package dev.sfa.daemon.jobs.run;

import dev.sfa.core.audio.AudioDecoder;
import dev.sfa.core.audio.AudioInfo;
import dev.sfa.core.audio.AudioProbe;
import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.audio.DecodeFormat;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobView;
import dev.sfa.core.separation.Separator;
import dev.sfa.core.separation.StemType;
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
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** From a track to its stems: WAV files of the track's rate and channels, 32-bit float, so that they add up to it. */
public final class SeparationRunner implements JobRunner {
    private static final String FORMAT = "wav";

    private final Supplier<FfmpegTools> tools;
    private final List<Separator> separators;
    private final StemStore stems;
    private final SfaPaths paths;
    private final TrackFiles files;

    /**
     * @param tools asked when the first job runs
     * @param separators those that can be asked for; the first is the default
     */
    public SeparationRunner(
            Supplier<FfmpegTools> tools,
            List<Separator> separators,
            TrackStore tracks,
            StemStore stems,
            SfaPaths paths) {
        this.tools = tools;
        this.separators = List.copyOf(separators);
        this.stems = stems;
        this.paths = paths;
        this.files = new TrackFiles(paths, tracks);
    }

    @Override
    public Map<String, Object> check(Map<String, Object> params) {
        Separator separator = separator(params);
        Map<String, Object> checked = new LinkedHashMap<>(params);
        checked.put("engine", separator.engine());
        checked.put("model", separator.model());
        return checked;
    }

    private Separator separator(Map<String, Object> params) {
        Object engine = params.get("engine");
        Object model = params.get("model");
        return separators.stream()
                .filter(each -> engine == null || engine.equals(each.engine()))
                .filter(each -> model == null || model.equals(each.model()))
                .findFirst()
                .orElseThrow(() -> new SfaException(
                        ErrorCode.USAGE,
                        "There is no " + (engine == null ? "" : "engine \"" + engine + "\"")
                                + (engine == null || model == null ? "" : " with a ")
                                + (model == null ? "" : "model \"" + model + "\"") + "; there is "
                                + separators.stream()
                                        .map(each -> each.model() + " (engine " + each.engine() + ")")
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    @Override
    public JobOutcome run(JobContext context) throws IOException {
        Track track = files.track(context.trackId());
        Path input = files.existing(track);
        Separator separator = separator(context.params());
        AudioInfo info = new AudioProbe(tools.get()).probe(input);
        checkRoom(context.workFolder(), info, separator);
        Path folder = Files.createDirectory(context.workFolder().resolve("stems"));
        try (AudioStream mixture = new AudioDecoder(tools.get())
                        .open(input, info, DecodeFormat.nativeRate(), context.cancellation());
                StemFiles written =
                        new StemFiles(folder, separator.stems(), mixture.sampleRate(), mixture.channels())) {
            separator.separate(mixture, written, context.progress(), context.cancellation());
            written.complete();
        }
        List<Stem> made = new ArrayList<>();
        for (StemType type : separator.stems()) {
            Path file = folder.resolve(StemFiles.name(type));
            made.add(new Stem(
                    UUID.randomUUID().toString(),
                    context.jobId(),
                    track.id(),
                    type.wireName(),
                    "/files/stems/" + context.jobId() + "/" + file.getFileName(),
                    FORMAT,
                    Files.size(file)));
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
        return !made.isEmpty() && made.stream().allMatch(stem -> Files.isRegularFile(files.resolve(stem.path())));
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
