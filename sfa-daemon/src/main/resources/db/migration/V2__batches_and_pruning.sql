-- The name under which a job was submitted together with others.
ALTER TABLE jobs ADD COLUMN batch TEXT;

-- Partial: most jobs are in no batch, and cost nothing here.
CREATE INDEX jobs_batch ON jobs (batch, created_at, id) WHERE batch IS NOT NULL;
CREATE INDEX jobs_batch_status ON jobs (batch, status, created_at, id) WHERE batch IS NOT NULL;

-- For those that have ended so long ago that they are removed.
CREATE INDEX jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL;
