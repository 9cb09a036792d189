-- The last run of each target that ended with a verdict or failed: lists of targets show it, and to look for it in
-- every month for every target of a page takes longer than all else on it.

CREATE TABLE target_last_run (
    tenant_id   uuid        NOT NULL REFERENCES tenant,
    -- As run.target_key: it stays with the history when its target goes.
    target_key  text        NOT NULL,
    run_id      uuid        NOT NULL,
    state       text        NOT NULL CHECK (state IN ('SUCCEEDED', 'FAILED')),
    code        text,
    fault       text,
    severity    text,
    finished_at timestamptz,
    PRIMARY KEY (tenant_id, target_key),
    FOREIGN KEY (tenant_id, run_id) REFERENCES run ON DELETE CASCADE
);
CREATE INDEX target_last_run_run ON target_last_run (tenant_id, run_id);

ALTER TABLE target_last_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE target_last_run FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON target_last_run FOR ALL TO tunnelscope_app
    USING (tenant_id = (SELECT app.tenant())) WITH CHECK (tenant_id = (SELECT app.tenant()));
GRANT SELECT, INSERT, UPDATE, DELETE ON target_last_run TO tunnelscope_app;

-- By a trigger, so that whoever ends a run cannot forget it.
CREATE FUNCTION app.keep_last_run() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.target_last_run AS kept (tenant_id, target_key, run_id, state, code, fault, severity, finished_at)
    VALUES (NEW.tenant_id, NEW.target_key, NEW.run_id, NEW.state, NEW.code, NEW.fault, NEW.severity, NEW.finished_at)
    ON CONFLICT (tenant_id, target_key) DO UPDATE
       SET run_id = excluded.run_id, state = excluded.state, code = excluded.code, fault = excluded.fault,
           severity = excluded.severity, finished_at = excluded.finished_at
     WHERE kept.run_id <= excluded.run_id;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.keep_last_run() FROM PUBLIC;

CREATE TRIGGER run_ended AFTER INSERT OR UPDATE OF state ON run
    FOR EACH ROW WHEN (NEW.state IN ('SUCCEEDED', 'FAILED'))
    EXECUTE FUNCTION app.keep_last_run();

-- The owner sees no rows behind the wall; the role that migrates does.
RESET ROLE;
INSERT INTO target_last_run (tenant_id, target_key, run_id, state, code, fault, severity, finished_at)
SELECT DISTINCT ON (tenant_id, target_key)
       tenant_id, target_key, run_id, state, code, fault, severity, finished_at
  FROM run
 WHERE state IN ('SUCCEEDED', 'FAILED')
 ORDER BY tenant_id, target_key, run_id DESC;
SET ROLE tunnelscope_owner;
