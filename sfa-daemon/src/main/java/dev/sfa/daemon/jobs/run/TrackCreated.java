package dev.sfa.daemon.jobs.run;

import dev.sfa.daemon.store.Track;

/** Published on {@code tracks} when the library has a new track. */
public record TrackCreated(Track track) {}
