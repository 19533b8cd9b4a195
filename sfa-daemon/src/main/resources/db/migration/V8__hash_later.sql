-- A track may be there before the hash of its content is. A column cannot be told to take NULL from now on, so its table is
-- written anew, with those that refer to it: to drop it under them would take their rows along.
CREATE TABLE new_tracks (
    id           VARCHAR(36)  NOT NULL PRIMARY KEY,
    title        TEXT         NOT NULL,
    artist       TEXT         NOT NULL,
    album        TEXT,
    duration     DOUBLE PRECISION NOT NULL,
    source_url   TEXT,
    spotify_id   TEXT,
    -- null until it has been found out
    content_hash VARCHAR(64)  UNIQUE,
    path         TEXT         NOT NULL,
    file_size    BIGINT       NOT NULL,
    format       TEXT         NOT NULL,
    sample_rate  INTEGER      NOT NULL,
    channels     INTEGER      NOT NULL,
    created_at   BIGINT       NOT NULL
);
INSERT INTO new_tracks (id, title, artist, album, duration, source_url, spotify_id, content_hash, path, file_size,
                        format, sample_rate, channels, created_at)
SELECT id, title, artist, album, duration, source_url, spotify_id, content_hash, path, file_size,
       format, sample_rate, channels, created_at
FROM tracks;

CREATE TABLE new_stems (
    id        VARCHAR(36) NOT NULL PRIMARY KEY,
    job_id    VARCHAR(36) NOT NULL,
    track_id  VARCHAR(36) NOT NULL REFERENCES new_tracks (id) ON DELETE CASCADE,
    type      VARCHAR(32) NOT NULL,
    path      TEXT        NOT NULL,
    format    TEXT        NOT NULL,
    file_size BIGINT      NOT NULL,
    position  INTEGER     NOT NULL
);
INSERT INTO new_stems (id, job_id, track_id, type, path, format, file_size, position)
SELECT id, job_id, track_id, type, path, format, file_size, position FROM stems;

CREATE TABLE new_analyses (
    track_id   VARCHAR(36) NOT NULL PRIMARY KEY REFERENCES new_tracks (id) ON DELETE CASCADE,
    job_id     VARCHAR(36) NOT NULL,
    tempo      DOUBLE PRECISION,
    music_key  TEXT,
    energy     DOUBLE PRECISION,
    summary    TEXT        NOT NULL,
    features   TEXT        NOT NULL,
    created_at BIGINT      NOT NULL
);
INSERT INTO new_analyses (track_id, job_id, tempo, music_key, energy, summary, features, created_at)
SELECT track_id, job_id, tempo, music_key, energy, summary, features, created_at FROM analyses;

DROP TABLE stems;
DROP TABLE analyses;
DROP TABLE tracks;
ALTER TABLE new_tracks RENAME TO tracks;
ALTER TABLE new_stems RENAME TO stems;
ALTER TABLE new_analyses RENAME TO analyses;

CREATE INDEX tracks_created ON tracks (created_at, id);
CREATE INDEX stems_track ON stems (track_id);
CREATE INDEX stems_job ON stems (job_id);
-- The same content has the same length.
CREATE INDEX tracks_size ON tracks (file_size);
CREATE INDEX tracks_unhashed ON tracks (created_at) WHERE content_hash IS NULL;
