-- A history of years stays fast: whatever runs are filtered by has an index that begins with the tenant, has the value
-- next and ends with the id, so that a page is read in its order from wherever it begins, and nothing else is.
--
-- What it locks: indexes of a partitioned table cannot be built concurrently. Runs can be neither started nor ended
-- until this has committed, and not read either, as the new column rewrites them. On two cores that is about 40 s for
-- each million runs: stop the nodes, or let their calls fail with 503 for so long.

-- With row-level security an index on an expression is of no use: lower() might tell others what it sees.
ALTER TABLE run ADD COLUMN target_name_key text NOT NULL GENERATED ALWAYS AS (lower(target_name)) STORED;
CREATE INDEX run_target_name ON run (tenant_id, target_name_key, run_id DESC);

CREATE INDEX run_cause ON run (tenant_id, cause, run_id DESC);
CREATE INDEX run_source ON run (tenant_id, source, run_id DESC);
CREATE INDEX run_code ON run (tenant_id, code, run_id DESC);
CREATE INDEX run_requester ON run (tenant_id, requester, run_id DESC);

-- Queries name these values themselves, as a plan for any value could not use them.
CREATE INDEX run_undiagnosed ON run (tenant_id, state, run_id DESC) WHERE state IN ('FAILED', 'CANCELLED');
CREATE INDEX run_changed ON run (tenant_id, run_id DESC) WHERE changed;
-- When a target was last healthy, however long it has been bad.
CREATE INDEX run_healthy ON run (tenant_id, target_key, run_id DESC) WHERE code = 'Healthy';

-- What is rare in the audit of a tenant: a refusal, an action, what one person did or had done.
CREATE INDEX audit_action ON audit (tenant_id, action, seq DESC);
CREATE INDEX audit_result ON audit (tenant_id, result, seq DESC);
CREATE INDEX audit_actor ON audit (tenant_id, actor, seq DESC);
CREATE INDEX audit_actor_id ON audit (tenant_id, actor_id, seq DESC);
CREATE INDEX audit_on_behalf_of ON audit (tenant_id, on_behalf_of, seq DESC) WHERE on_behalf_of IS NOT NULL;

-- Who ever asked for runs: a part of a name is looked for here, then the runs of the names that have it.
CREATE TABLE requester (
    tenant_id uuid NOT NULL REFERENCES tenant,
    name      text NOT NULL,
    PRIMARY KEY (tenant_id, name)
);
ALTER TABLE requester ENABLE ROW LEVEL SECURITY;
ALTER TABLE requester FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON requester FOR ALL TO tunnelscope_app
    USING (tenant_id = (SELECT app.tenant())) WITH CHECK (tenant_id = (SELECT app.tenant()));
GRANT SELECT, INSERT ON requester TO tunnelscope_app;
-- The owner sees no rows behind the wall; the role that migrates does.
RESET ROLE;
INSERT INTO requester (tenant_id, name) SELECT DISTINCT tenant_id, requester FROM run;
SET ROLE tunnelscope_owner;
