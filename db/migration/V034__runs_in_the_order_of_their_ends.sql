-- Which run of a target came before another is told by when they ended, not by their ids: what a person waits for
-- overtakes what a schedule queued earlier, and an id carries the clock of the node that was asked.
--
-- What it locks: runs can be neither started nor ended until this has committed, about 20 s for each million runs.
-- What runs of the past were compared with when they ended stays as it was written.

-- A history in its order, and all that is asked of one: state and verdict are read in the index alone.
CREATE INDEX run_ended ON run (tenant_id, target_key, finished_at DESC, run_id DESC) INCLUDE (state, code);
DROP INDEX run_healthy;
CREATE INDEX run_healthy ON run (tenant_id, target_key, finished_at DESC) WHERE code = 'Healthy';

-- The runs of a target end one after the other, as they share a lane; their nodes' clocks need not agree. Each ends later
-- than the one before, if by a microsecond, so that the times give the order.
CREATE FUNCTION app.end_after_the_last() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last_end timestamptz;
BEGIN
    -- The key of NEW is computed only after this.
    SELECT kept.finished_at INTO last_end
      FROM public.target_last_run kept
     WHERE kept.tenant_id = OLD.tenant_id AND kept.target_key = OLD.target_key
       FOR UPDATE;
    NEW.finished_at := greatest(NEW.finished_at, last_end + interval '1 microsecond');
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION app.end_after_the_last() FROM PUBLIC;

CREATE TRIGGER run_ends BEFORE UPDATE OF state ON run
    FOR EACH ROW WHEN (NEW.state IN ('SUCCEEDED', 'FAILED') AND OLD.finished_at IS NULL)
    EXECUTE FUNCTION app.end_after_the_last();

-- Runs of the past are inserted in any order; what ends, ends last.
CREATE OR REPLACE FUNCTION app.keep_last_run() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.target_last_run AS kept (tenant_id, target_key, run_id, state, code, fault, severity, finished_at)
    VALUES (NEW.tenant_id, NEW.target_key, NEW.run_id, NEW.state, NEW.code, NEW.fault, NEW.severity, NEW.finished_at)
    ON CONFLICT (tenant_id, target_key) DO UPDATE
       SET run_id = excluded.run_id, state = excluded.state, code = excluded.code, fault = excluded.fault,
           severity = excluded.severity, finished_at = excluded.finished_at
     WHERE (kept.finished_at, kept.run_id) <= (excluded.finished_at, excluded.run_id);
    RETURN NULL;
END $$;

-- The owner sees no rows behind the wall; the role that migrates does.
RESET ROLE;
UPDATE target_last_run kept
   SET run_id = last.run_id, state = last.state, code = last.code, fault = last.fault, severity = last.severity,
       finished_at = last.finished_at
  FROM target_last_run k
 CROSS JOIN LATERAL (
       SELECT r.run_id, r.state, r.code, r.fault, r.severity, r.finished_at
         FROM run r
        WHERE r.tenant_id = k.tenant_id AND r.target_key = k.target_key
          AND r.finished_at IS NOT NULL AND r.state IN ('SUCCEEDED', 'FAILED')
        ORDER BY r.finished_at DESC, r.run_id DESC
        LIMIT 1) last
 WHERE kept.tenant_id = k.tenant_id AND kept.target_key = k.target_key AND kept.run_id <> last.run_id;
SET ROLE tunnelscope_owner;
