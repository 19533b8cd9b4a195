-- Times are milliseconds since 1970 in UTC; JSON is text: both read the same in every database.

CREATE TABLE tracks (
    id           VARCHAR(36)  NOT NULL PRIMARY KEY,
    title        TEXT         NOT NULL,
    artist       TEXT         NOT NULL,
    album        TEXT,
    duration     DOUBLE PRECISION NOT NULL,
    source_url   TEXT,
    spotify_id   TEXT,
    content_hash VARCHAR(64)  NOT NULL UNIQUE,
    path         TEXT         NOT NULL,
    file_size    BIGINT       NOT NULL,
    format       TEXT         NOT NULL,
    sample_rate  INTEGER      NOT NULL,
    channels     INTEGER      NOT NULL,
    created_at   BIGINT       NOT NULL
);
CREATE INDEX tracks_created ON tracks (created_at, id);

CREATE TABLE jobs (
    id           VARCHAR(36)  NOT NULL PRIMARY KEY,
    type         VARCHAR(16)  NOT NULL,
    track_id     VARCHAR(36),
    -- the job whose track this one works on
    after_job    VARCHAR(36),
    params       TEXT         NOT NULL,
    -- equal for equal work
    fingerprint  VARCHAR(64)  NOT NULL,
    status       VARCHAR(16)  NOT NULL,
    progress     INTEGER      NOT NULL,
    message      TEXT         NOT NULL,
    attempt      INTEGER      NOT NULL,
    max_attempts INTEGER      NOT NULL,
    -- how many of the attempts ended with the daemon's death
    deaths       INTEGER      NOT NULL,
    -- counts all runs ever, so that a run that was given up cannot end a later one
    run          INTEGER      NOT NULL,
    priority     INTEGER      NOT NULL,
    result       TEXT,
    error        TEXT,
    error_code   VARCHAR(32),
    -- the job that took this one with it when it failed or was cancelled
    ended_by     VARCHAR(36),
    -- not to be run again before
    due_at       BIGINT       NOT NULL,
    created_at   BIGINT       NOT NULL,
    started_at   BIGINT,
    finished_at  BIGINT,
    seq          BIGINT       NOT NULL
);
-- One for each question that is asked, with the order of its answer: what the planner guesses of a table it has no
-- statistics of is then right, and nothing is sorted.
CREATE INDEX jobs_created ON jobs (created_at, id);
CREATE INDEX jobs_status ON jobs (status, created_at, id);
CREATE INDEX jobs_type ON jobs (type, created_at, id);
CREATE INDEX jobs_status_type ON jobs (status, type, created_at, id);
CREATE INDEX jobs_track ON jobs (track_id, created_at, id);
CREATE INDEX jobs_after ON jobs (after_job, status, created_at);
CREATE INDEX jobs_fingerprint ON jobs (fingerprint, status, created_at);

CREATE TABLE stems (
    id        VARCHAR(36) NOT NULL PRIMARY KEY,
    job_id    VARCHAR(36) NOT NULL,
    track_id  VARCHAR(36) NOT NULL REFERENCES tracks (id) ON DELETE CASCADE,
    type      VARCHAR(32) NOT NULL,
    path      TEXT        NOT NULL,
    format    TEXT        NOT NULL,
    file_size BIGINT      NOT NULL,
    position  INTEGER     NOT NULL
);
CREATE INDEX stems_track ON stems (track_id);
CREATE INDEX stems_job ON stems (job_id);

CREATE TABLE analyses (
    track_id   VARCHAR(36) NOT NULL PRIMARY KEY REFERENCES tracks (id) ON DELETE CASCADE,
    job_id     VARCHAR(36) NOT NULL,
    tempo      DOUBLE PRECISION,
    music_key  TEXT,
    energy     DOUBLE PRECISION,
    summary    TEXT        NOT NULL,
    features   TEXT        NOT NULL,
    created_at BIGINT      NOT NULL
);

CREATE TABLE tokens (
    id         VARCHAR(36) NOT NULL PRIMARY KEY,
    name       TEXT        NOT NULL,
    scope      VARCHAR(16) NOT NULL,
    hash       VARCHAR(64) NOT NULL UNIQUE,
    created_at BIGINT      NOT NULL,
    expires_at BIGINT
);

-- Numbers below next_value have been given out.
CREATE TABLE sequences (
    name       VARCHAR(32) NOT NULL PRIMARY KEY,
    next_value BIGINT      NOT NULL
);
INSERT INTO sequences (name, next_value) VALUES ('events', 1);
