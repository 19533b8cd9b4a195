package dev.sfa.daemon.http;

import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.download.Downloader;
import dev.sfa.core.separation.engine.Engines;
import dev.sfa.core.separation.external.LalalaiClient;
import dev.sfa.daemon.auth.Authenticator;
import dev.sfa.daemon.auth.OriginPolicy;
import dev.sfa.daemon.auth.WrongTokens;
import dev.sfa.daemon.jobs.Care;
import dev.sfa.daemon.jobs.JobService;
import dev.sfa.daemon.jobs.run.TrackImport;
import dev.sfa.daemon.store.AnalysisStore;
import dev.sfa.daemon.store.StemStore;
import dev.sfa.daemon.store.TokenStore;
import dev.sfa.daemon.store.TrackStore;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the API works on.
 *
 * @param imports takes what clients upload
 * @param downloader asked when a request needs it
 * @param engines what a separation may name
 * @param lalalai asked when a request needs it
 * @param version of the daemon
 * @param status what {@code /api/status} says
 * @param revoked is told the id of a token that was taken back
 * @param stop asks the daemon to end; returns at once
 */
public record ApiParts(
        JobService jobs,
        Care care,
        TrackStore tracks,
        StemStore stems,
        AnalysisStore analyses,
        TokenStore tokens,
        TrackImport imports,
        Supplier<Downloader> downloader,
        Engines engines,
        Supplier<LalalaiClient> lalalai,
        SfaPaths paths,
        Authenticator authenticator,
        WrongTokens wrongTokens,
        OriginPolicy origins,
        String version,
        Supplier<Map<String, Object>> status,
        Consumer<String> revoked,
        Runnable stop) {}
