-- How steady a target was is told from where it turned: of a run every minute few find something else than the one before.
--
-- What it locks: runs can be neither started nor ended until this has committed, about 3 s for each million runs.
CREATE INDEX run_turned ON run (tenant_id, target_key, finished_at DESC) INCLUDE (state, code) WHERE changed;
