-- What a named archive has seen, so that it is not fetched again. The job may have been removed since: only one that
-- failed takes its row along.
CREATE TABLE archive (
    name    VARCHAR(200) NOT NULL,
    -- what the source is, however its address was written
    source  TEXT         NOT NULL,
    job_id  VARCHAR(36)  NOT NULL,
    PRIMARY KEY (name, source)
);
CREATE INDEX archive_job ON archive (job_id);
