-- Several commands for a job, because several may ask for the same work; and which end of the job each has been begun
-- for: those that a stop or a crash kept from it are run at the next start, and none twice.
CREATE TABLE finish_commands_of_jobs (
    job_id   VARCHAR(36) NOT NULL,
    position INTEGER     NOT NULL,
    -- JSON array of the arguments
    argv     TEXT        NOT NULL,
    -- number of the job's event that ended it
    done_seq BIGINT      NOT NULL,
    PRIMARY KEY (job_id, position)
);

-- Of jobs that have ended, they were run.
INSERT INTO finish_commands_of_jobs (job_id, position, argv, done_seq)
SELECT job_id, 0, argv,
       COALESCE((SELECT seq FROM jobs WHERE id = job_id AND status IN ('completed', 'failed', 'cancelled')), 0)
FROM finish_commands;

DROP TABLE finish_commands;
