package dev.sfa.daemon.jobs.run;

import dev.sfa.core.analysis.AnalysisOptions;
import dev.sfa.core.analysis.AnalysisResult;
import dev.sfa.core.analysis.Analyzer;
import dev.sfa.core.analysis.BpmRange;
import dev.sfa.core.analysis.Feature;
import dev.sfa.core.analysis.KnownSeries;
import dev.sfa.core.audio.AudioDecoder;
import dev.sfa.core.audio.AudioInfo;
import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobView;
import dev.sfa.core.protocol.Json;
import dev.sfa.daemon.jobs.JobContext;
import dev.sfa.daemon.jobs.JobOutcome;
import dev.sfa.daemon.jobs.JobRunner;
import dev.sfa.daemon.store.Analysis;
import dev.sfa.daemon.store.AnalysisStore;
import dev.sfa.daemon.store.Track;
import dev.sfa.daemon.store.TrackStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * From a track to what it is like, in numbers. What earlier analyses of the track found beyond what is asked for now
 * stays known.
 */
public final class AnalysisRunner implements JobRunner {
    private static final String TEMPO = "tempo";
    private static final String RADAR = "radar";
    /** What the name of a value ends with that says why it is null. */
    private static final String REASON = "_reason";

    private final Supplier<FfmpegTools> tools;
    private final TrackProbe probe;
    private final AnalysisStore analyses;
    private final TrackStore tracks;
    private final TrackFiles files;

    /** @param tools asked when the first job runs */
    public AnalysisRunner(
            Supplier<FfmpegTools> tools, TrackProbe probe, TrackStore tracks, AnalysisStore analyses, SfaPaths paths) {
        this.tools = tools;
        this.probe = probe;
        this.analyses = analyses;
        this.tracks = tracks;
        this.files = new TrackFiles(paths, tracks);
    }

    @Override
    public Map<String, Object> check(Map<String, Object> params) {
        Map<String, Object> checked = new LinkedHashMap<>(params);
        checked.put("features", features(params).stream().map(Feature::wireName).toList());
        options(checked);
        return checked;
    }

    private static AnalysisOptions options(Map<String, Object> params) {
        Object range = params.get("bpm_range");
        if (range != null && !(range instanceof String)) {
            throw new SfaException(ErrorCode.USAGE, "bpm_range must be text like 70-180.");
        }
        return new AnalysisOptions(
                features(params),
                range == null ? BpmRange.ANY : BpmRange.parse((String) range),
                Boolean.TRUE.equals(params.get("frames")));
    }

    private static Set<Feature> features(Map<String, Object> params) {
        Object names = params.get("features");
        if (names == null) {
            return Feature.parse(List.of());
        }
        if (!(names instanceof Collection<?> list)) {
            throw new SfaException(ErrorCode.USAGE, "features must be a list of names.");
        }
        return Feature.parse(list.stream().map(String::valueOf).toList());
    }

    @Override
    public JobOutcome run(JobContext context) throws IOException {
        Track track = files.track(context.trackId());
        Path input = files.existing(track);
        AudioInfo info = probe.info(track, input);
        AnalysisOptions options = options(context.params());
        AnalysisResult found;
        try (AudioStream audio =
                new AudioDecoder(tools.get()).open(input, info, Analyzer.format(options), context.cancellation())) {
            found = new Analyzer().analyze(audio, options, context.progress(), context.cancellation());
        }
        Optional<Analysis> earlier = analyses.find(track.id());
        Analysis merged = merged(context, found, earlier);
        return new JobOutcome(
                track.id(),
                found.summary(),
                new JobOutcome.Publication() {
                    @Override
                    public void store(Handle handle) {
                        // Merged before, because that takes time; anew if another analysis has ended since.
                        Optional<Analysis> now = analyses.find(track.id());
                        analyses.save(handle, isSame(now, earlier) ? merged : merged(context, found, now));
                    }
                },
                List.of());
    }

    private static boolean isSame(Optional<Analysis> one, Optional<Analysis> other) {
        return one.map(Analysis::jobId).equals(other.map(Analysis::jobId));
    }

    private static Analysis merged(JobContext context, AnalysisResult found, Optional<Analysis> earlier) {
        Map<String, Object> summary = new LinkedHashMap<>();
        Map<String, Object> features = new LinkedHashMap<>();
        earlier.ifPresent(known -> {
            summary.putAll(known.summary());
            features.putAll(Json.parseObject(known.features()));
        });
        if (found.summary().containsKey(TEMPO)
                && !Objects.equals(found.summary().get(TEMPO), summary.get(TEMPO))) {
            // Of another tempo than the earlier one, it would be that of no analysis.
            features.remove(RADAR);
        }
        found.summary().keySet().forEach(name -> summary.remove(name + REASON));
        summary.putAll(found.summary());
        features.putAll(KnownSeries.keptIn(found.features(), features));
        return new Analysis(
                context.trackId(),
                context.jobId(),
                number(summary.get(TEMPO)),
                summary.get("key") instanceof String key ? key : null,
                number(summary.get("energy")),
                summary,
                Json.write(features),
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    private static Double number(Object value) {
        return value instanceof Number number && Double.isFinite(number.doubleValue()) ? number.doubleValue() : null;
    }

    @Override
    public boolean isIntact(JobView completed) {
        return tracks.find(completed.trackId()).isPresent()
                && analyses.find(completed.trackId()).isPresent()
                && !files.isWritten(completed.trackId(), completed.createdAt());
    }
}
