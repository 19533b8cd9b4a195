-- What to run when a job has ended. Not among the job's parameters: only the local client gave it, and only the daemon reads it.
CREATE TABLE finish_commands (
    job_id VARCHAR(36) NOT NULL PRIMARY KEY,
    -- JSON array of the arguments
    argv   TEXT        NOT NULL
);
