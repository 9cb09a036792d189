-- The run that a target is compared with: what it was like when all was well.

CREATE TABLE target_baseline (
    tenant_id  uuid        NOT NULL REFERENCES tenant,
    -- As run.target_key: a baseline stays with the history when its target goes.
    target_key text        NOT NULL CHECK (length(target_key) <= 512),
    run_id     uuid        NOT NULL,
    pinned_by  text        NOT NULL CHECK (length(pinned_by) BETWEEN 1 AND 200),
    pinned_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, target_key),
    -- Nothing follows a removed run here: retention leaves pinned runs alone, and this holds it to that.
    FOREIGN KEY (tenant_id, run_id) REFERENCES run
);
CREATE INDEX target_baseline_run ON target_baseline (tenant_id, run_id);

ALTER TABLE target_baseline ENABLE ROW LEVEL SECURITY;
ALTER TABLE target_baseline FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON target_baseline FOR ALL TO tunnelscope_app
    USING (tenant_id = (SELECT app.tenant())) WITH CHECK (tenant_id = (SELECT app.tenant()));
GRANT SELECT, INSERT, UPDATE, DELETE ON target_baseline TO tunnelscope_app;
